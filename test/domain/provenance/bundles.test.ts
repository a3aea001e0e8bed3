import { describe, expect, test } from 'vitest';

import type { Shape } from '../../sigstore/authority.ts';
import {
  BUILD,
  bySlsaGenerator,
  gitlabStatement,
  npmStatement,
  onGithub,
  onGitlab,
  slsaV02Statement,
  slsaV1Statement,
} from '../../sigstore/builds.ts';
import { authority, BUILT, spoiled, verify } from './provenance.ts';

describe('bundles that hold', () => {
  const kinds = [
    ['npm in GitHub Actions', npmStatement, onGithub, 'npm', 'acme/tool'],
    ['pnpm 12 in GitHub Actions', npmStatement, onGithub, 'pnpm', 'acme/tool'],
    ['npm in GitLab CI', gitlabStatement, onGitlab, 'npm', 'gitlab:acme/tool'],
    ['the SLSA generator, v0.2', slsaV02Statement, bySlsaGenerator, 'slsa-generator', 'acme/tool'],
    ['the SLSA generator, v1', slsaV1Statement, bySlsaGenerator, 'slsa-generator', 'acme/tool'],
  ] as const satisfies readonly (readonly [string, unknown, unknown, Shape, string])[];

  test.each(kinds)('%s', async (_, statementOf, identityOf, shape, repository) => {
    const statement = statementOf(BUILD, BUILT);
    const identity = identityOf(BUILD);
    const bundle = await authority.attest(statement, { identity, shape });
    const verified = verify(JSON.stringify(bundle), { repositories: [repository] });
    expect(verified).toMatchObject({
      predicateType: statement['predicateType'],
      source: { commit: BUILD.commit, repositoryId: BUILD.repositoryId },
    });
    expect(JSON.parse(verified.bundle).dsseEnvelope.payload).toBe(bundle['dsseEnvelope'].payload);
  });

  test('a self-hosted runner’s, which the certificate names as what it is', async () => {
    const build = { ...BUILD, runner: 'self-hosted' };
    const statement = npmStatement(build, BUILT);
    const bundle = await authority.attest(statement, { identity: onGithub(build) });
    expect(verify(JSON.stringify(bundle)).source.runner).toBe('self-hosted');
  });

  test('what was sent beside a bundle, and a key id that nobody signed, is not kept', async () => {
    const text = await spoiled({
      bundle: (bundle) => {
        Object.assign(bundle, { smuggled: 'in' });
        bundle['dsseEnvelope'].signatures[0].keyid = 'SHA256:somebody';
      },
    });
    const kept = verify(text).bundle;
    expect(kept).not.toContain('smuggled');
    expect(kept).not.toContain('SHA256:somebody');
    expect(verify(kept).bundle).toBe(kept);
  });
});
