import { type CiRun, PROVIDER_TITLE, repositoryOf } from './ci/run.ts';
import type { Membership } from './org/member.ts';
import type { PackageName } from './package-name.ts';
import type { SecondFactorMode } from './second-factor/second-factor.ts';
import type { TokenPermission } from './token.ts';
import type { Person, UserName } from './user.ts';

/** Who a request comes from. */
export type Principal = Anonymous | Publisher;

/** Who can bring a version in: a person, or a run of a CI service. */
export type Publisher = UserPrincipal | CiPrincipal;

export interface Anonymous {
  readonly kind: 'anonymous';
}

export interface UserPrincipal {
  readonly kind: 'user';
  readonly name: UserName;
  readonly email: string;
  readonly admin: boolean;
  /** When codes are asked for; absent: the user has no second factor. */
  readonly secondFactor?: SecondFactorMode;
  /** What the user is in the organization that a decision is about, once that was looked up. */
  readonly membership?: Membership;
  /** How the user came in; a token only ever takes away from what its user may do. */
  readonly credential: PasswordCredential | TokenCredential;
}

export interface PasswordCredential {
  readonly kind: 'password';
}

export interface TokenCredential {
  readonly kind: 'token';
  readonly key: string;
  readonly permission: TokenPermission;
  readonly packages: readonly string[];
  readonly scopes: readonly string[];
  /** Made for machines: it writes without a code where its user's login would need one. */
  readonly bypassesSecondFactor?: boolean;
}

/** A run of a CI service, with the short-lived token that its identity was exchanged for. */
export interface CiPrincipal {
  readonly kind: 'ci';
  readonly run: CiRun;
  /** Key of its token. */
  readonly key: string;
  /** The only package that it may touch. */
  readonly package: PackageName;
  /** Id of the trusted publisher that let it in; one that claims a name brings it along. */
  readonly publisherId: string;
  /** `claims`: nobody has the name yet, and this repository may take it. `gone`: no longer trusted. */
  readonly standing: 'trusted' | 'claims' | 'gone';
  readonly permission: 'publish' | 'stage';
}

/** A name for logs, and for what belongs to one and not to another. */
export const actorOf = (principal: Publisher): string =>
  principal.kind === 'user' ? principal.name : repositoryOf(principal.run);

/** Who published, as documents show it. A service has no mailbox, and npm wants an address. */
export function publisherOf(principal: Publisher, host: string): Person {
  if (principal.kind === 'user') return { name: principal.name, email: principal.email };
  return { name: PROVIDER_TITLE[principal.run.provider], email: `no-reply@${host}` };
}

export const ANONYMOUS: Anonymous = { kind: 'anonymous' };
