import type { CiIssuer, TrustedOwner } from '#domain/ci/issuers.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Visibility } from '#domain/package.ts';
import type { AccessRules } from '#domain/permission.ts';
import type { Rates } from '#domain/rate-limit.ts';
import type { RequestFigures } from '#domain/request-figures.ts';
import type { SecondFactorPolicy } from '#domain/second-factor/need.ts';
import type { SignUp } from '#domain/sign-up.ts';
import type { Blobs } from '#store/blobs.ts';
import type { Identities } from '#store/ci/identities.ts';
import type { Documents } from '#store/documents.ts';
import type { DownloadStatistics } from '#store/downloads/statistics.ts';
import type { Readmes } from '#store/readmes.ts';
import type { Rendering } from '#store/rendering.ts';
import type { Sealer } from '#store/sealer.ts';
import type { SearchIndex } from '#store/search-index.ts';
import type { Signer } from '#store/signer.ts';
import type { SignInProvider } from '#store/sso/sign-in-provider.ts';
import type { TableClient } from '#store/table.ts';
import type { Tally } from '#store/tally.ts';
import type { Uploads } from '#store/uploads.ts';
import type { UpstreamCache } from '#store/upstream/cache/upstream-cache.ts';
import type { Upstreams } from '#store/upstream/upstreams.ts';
import type { PassOutcome, PassUse } from '#store/use-one-time-pass.ts';

/** The registry's own decisions, from its configuration. */
export interface Policy extends AccessRules {
  /** Origin and path that clients use as registry, without a slash at the end. */
  readonly publicUrl: string;
  readonly signUp: SignUp;
  /** Whether passwords count; without them people log in at the provider alone. */
  readonly passwordLogin: boolean;
  /** Who may make an organization, and with it take a scope. */
  readonly orgs: 'anyone' | 'admins';
  /** Scopes that only admins make organizations of. */
  readonly ownScopes: readonly string[];
  /** Characters that a password needs at least. */
  readonly passwordLength: number;
  /** `required`: who has none can log in, read and set one up. */
  readonly secondFactor: SecondFactorPolicy;
  readonly newPackages: Visibility;
  /** Whether publishes may bring provenance, and whose word it needs: the public sigstore's, or others'. */
  readonly provenance: 'off' | 'public' | 'own';
  /** Milliseconds for which a process does not check a token again; passwords, twelve times that. */
  readonly credentialLifetime: number;
  /** Days that a staged version waits for approval before it is gone. */
  readonly stageDays: number;
  /** Downloads of one package that count on a day from one address; 0: all. */
  readonly downloadLimit: number;
  /** What ID tokens for this registry name as their audience: any one of these. */
  readonly audiences: readonly string[];
  /** Whose runs are let in, and whose may claim free names. */
  readonly ciIssuers: readonly CiIssuer[];
  readonly trustedOwners: readonly TrustedOwner[];
  readonly limits: Limits;
  /** How often a caller may do what. */
  readonly rates: Rates;
  /** Days that the audit log is kept; 0: for ever. */
  readonly auditRetention: number;
}

export interface Limits {
  /** Bytes of a tarball as it is sent. */
  readonly tarball: number;
  /** Bytes of all its files. */
  readonly unpacked: number;
  readonly files: number;
  /** Bytes of a publish or edit without its tarball. */
  readonly document: number;
}

/** What endpoints and jobs work with; how each is made is the platform's business. */
export interface Services extends DownloadStatistics {
  readonly table: TableClient;
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly documents: Documents;
  readonly readmes: Readmes;
  readonly rendering: Rendering;
  readonly signer: Signer;
  readonly sealer: Sealer;
  /** Finds out whether the ID tokens of CI runs are good. */
  readonly identities: Identities;
  readonly search: SearchIndex;
  readonly policy: Policy;
  /** Counts the requests of callers. */
  readonly tally: Tally;
  /** The registries behind this one, where there are some. */
  readonly upstreams?: Upstreams | undefined;
  /** What is kept of them, for who looks after it; also of those that are not behind it any more. */
  readonly upstreamCache?: UpstreamCache | undefined;
  /** Where people sign in, where a provider is configured. */
  readonly signIn?: SignInProvider | undefined;
  /** The `trusted_root.json` that provenance is verified by; undefined: none could be had yet. */
  readonly trustRoot: () => Promise<string | undefined>;
  /** SHA-256 of the code that makes its user the first admin; undefined: the first user is. */
  readonly firstAdminCode: () => Promise<string | undefined>;
  /** How requests were answered of late. */
  readonly requestFigures: RequestFigures;
  readonly now: () => Date;
  /** Uses up a pass of somebody's second factor; only functions that ask for one have it. */
  readonly useOneTimePass: (use: PassUse) => Promise<PassOutcome>;
  /**
   * Called after a package's transaction, before it is acknowledged. Resolves when nobody is shown any
   * more what was derived from the package before: who wrote sees it at once.
   */
  readonly packageChanged: (name: PackageName) => Promise<void>;
  /** What a platform does besides, where a job brings a package's documents and search in step. */
  readonly packageRepaired?: (name: PackageName, documents: 'right' | 'repaired') => Promise<void>;
  /** Runs a job now, for an admin who asks. What it reports is shown as it is. */
  readonly runJob: (job: JobName) => Promise<object>;
  /** Where work waits that nobody could do; one machine has no such queues. */
  readonly deadLetters?: readonly DeadLetters[] | undefined;
}

/** A queue of what failed. */
export interface DeadLetters {
  readonly queue: 'downloads' | 'jobs' | 'changes' | 'schedules';
  /** How many messages wait in it. */
  readonly count: () => Promise<number>;
}

/** `rebuild`: everything derived from packages. `gc`: files that no version names. */
export const JOB_NAMES = ['rebuild', 'gc'] as const;
export type JobName = (typeof JOB_NAMES)[number];
