import type { CiRun } from '#domain/ci/run.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { readTrustRoot } from '#domain/provenance/trust-root.ts';
import {
  type Expected,
  type VerifiedProvenance,
  verifyProvenance,
} from '#domain/provenance/verify-provenance.ts';
import { parseVersion } from '#domain/version.ts';

import { integrityOf } from '../../packages.ts';
import {
  type Attesting,
  type Authority,
  type Bundle,
  createAuthority,
} from '../../sigstore/authority.ts';
import {
  BUILD,
  type Built,
  ISSUER,
  npmStatement,
  onGithub,
  type Statement,
} from '../../sigstore/builds.ts';

export const authority: Authority = await createAuthority();
export const ROOT = readTrustRoot(authority.trustRoot);

export const BUILT: Built = {
  name: '@acme/tool',
  version: '1.2.3',
  tarball: Buffer.from('a tarball'),
};

export const EXPECTED: Expected = {
  name: parsePackageName(BUILT.name),
  version: parseVersion(BUILT.version),
  integrity: integrityOf(BUILT.tarball),
  run: undefined,
  repositories: ['acme/tool', { type: 'git', url: 'git+https://github.com/acme/tool.git' }],
};

/** The run of the build, as its own token would tell of it. */
export const RUN: CiRun = {
  provider: 'github',
  issuer: ISSUER,
  repository: { id: BUILD.repositoryId, name: BUILD.repository },
  owner: { id: BUILD.ownerId, name: 'acme' },
  workflow: 'release.yml',
  ref: BUILD.ref,
  commit: BUILD.commit,
  run: BUILD.run,
  url: `https://github.com/${BUILD.repository}/actions/runs/${BUILD.run}`,
  actor: 'alice',
  public: true,
};

export interface Spoiling extends Partial<Attesting> {
  readonly by?: Authority;
  /** Before it is signed. */
  readonly statement?: (statement: Statement) => void;
  /** Afterwards. */
  readonly bundle?: (bundle: Bundle) => unknown;
  readonly built?: Built;
}

/** npm's bundle of the build, after something was done to it. */
export async function spoiled(spoiling: Spoiling = {}): Promise<string> {
  const { by = authority, statement: change, bundle: spoil, built = BUILT, ...rest } = spoiling;
  const statement = npmStatement(BUILD, built);
  change?.(statement);
  const bundle = await by.attest(statement, { identity: onGithub(BUILD), ...rest });
  const result = spoil?.(bundle);
  return typeof result === 'string' ? result : JSON.stringify(bundle);
}

export const verify = (text: string, expected: Partial<Expected> = {}): VerifiedProvenance =>
  verifyProvenance(text, ROOT, { ...EXPECTED, ...expected });

/** What whoever published it is told. */
export function refusalOf(text: string, expected: Partial<Expected> = {}): string {
  try {
    verify(text, expected);
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 422) return error.message;
    throw error;
  }
  return 'accepted';
}
