import type { PackageName } from '#domain/package-name.ts';

import type { CiProvider } from './run.ts';

/** npm's own words for what a run may do: publish, and stage for approval. */
export const TRUST_PERMISSIONS = ['createPackage', 'createStagedPackage'] as const;
export type TrustPermission = (typeof TRUST_PERMISSIONS)[number];

/** A repository, or a workflow of one, that may publish a package. */
export interface TrustedPublisher {
  readonly id: string;
  readonly package: PackageName;
  readonly provider: CiProvider;
  readonly issuer: string;
  /** Everything else that a run must be, as npm puts it. */
  readonly claims: TrustClaims;
  /** The repository's id: set from the beginning, or by the first run that fits the rest. */
  readonly repositoryId?: string;
  readonly permissions: readonly TrustPermission[];
  /** `claim`: its repository published the package first. */
  readonly origin: 'claim' | 'person';
  readonly createdAt: string;
  readonly createdBy: string;
}

/** What is asked of a run. What is not said is not asked. */
export interface TrustClaims {
  /** By name, until a run has shown its id. */
  readonly repository: string;
  readonly workflow?: string | undefined;
  readonly environment?: string | undefined;
  /** `refs/heads/main`, `refs/tags/v*`. */
  readonly ref?: string | undefined;
  /** The only workflow of another repository that the job may be defined in. */
  readonly reusable?: string | undefined;
  /** Ids beyond the repository's, by the claim's name. */
  readonly others?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** Trusted publishers that one package can have. */
export const MOST_PUBLISHERS = 20;

/** Names of CircleCI's claims, which say what a run must be. */
export const CIRCLE = {
  organization: 'oidc.circleci.com/org-id',
  project: 'oidc.circleci.com/project-id',
  pipeline: 'oidc.circleci.com/pipeline-definition-id',
  origin: 'oidc.circleci.com/vcs-origin',
  contexts: 'oidc.circleci.com/context-ids',
} as const;
