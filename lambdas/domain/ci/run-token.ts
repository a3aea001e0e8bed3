import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

import type { CiRun } from './run.ts';

/** Milliseconds that a run has for what it was let in for. */
export const RUN_TOKEN_LIFETIME = 15 * 60_000;

/** What is kept of a run's token: never the token itself. */
export interface RunToken {
  /** SHA-256 of the token, in hex. */
  readonly hash: string;
  /** Public id, for lists and revocation. */
  readonly key: string;
  /** The first characters, for people to recognise it by. */
  readonly hint: string;
  /** The only package that it is for. */
  readonly package: PackageName;
  /** Who let the run in; for a name that is yet to be claimed, the id that its trusted publisher will have. */
  readonly publisherId: string;
  readonly claims: boolean;
  readonly permission: 'publish' | 'stage';
  readonly run: CiRun;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** A run's token as the package's owners see it. */
export const runTokenSummary = ({ key, hint, permission, run, ...token }: RunToken): Json => ({
  key,
  token: hint,
  permission,
  run,
  created: token.createdAt,
  expires: token.expiresAt,
});
