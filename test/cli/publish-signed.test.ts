import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { startIssuer } from '../ci/issuer.ts';
import { anonymous, user } from '../client.ts';
import { githubVariables } from '../clients/ci/job.ts';
import { startStandIn } from '../clients/npm/stand-in.ts';
import { uniqueName } from '../packages.ts';
import { trustRootFile } from '../sigstore/attested.ts';
import { type Build, BUILD, onGithub } from '../sigstore/builds.ts';
import { folder, server } from '../target.ts';
import { pantry } from './run.ts';

const issuer = await startIssuer();
atEnd(() => issuer.stop());

/** The run that the command is told it is in, on a GitHub whose issuer is on this machine. */
const RUN: Build = {
  ...BUILD,
  repository: 'acme/app',
  repositoryId: '4242',
  commit: 'b'.repeat(40),
  run: '777',
  issuer: issuer.url,
  site: issuer.url.replace('http:', 'https:'),
};

const standIn = await startStandIn(() => onGithub(RUN));
const registry = await server({
  trustRoot: trustRootFile(standIn.authority),
  ciIssuers: JSON.stringify([{ provider: 'github', issuer: issuer.url }]),
  trustedOwners: JSON.stringify([
    { provider: 'github', issuer: issuer.url, id: '42', name: 'acme' },
  ]),
});
const alice = await user(registry, 'alice');

const job = async (): Promise<Record<string, string>> => ({
  ...(await githubVariables(issuer)),
  ...standIn.environment,
  NO_PROXY: 'localhost,127.0.0.1',
  GITHUB_SERVER_URL: RUN.site ?? '',
  GITHUB_REPOSITORY_OWNER_ID: RUN.ownerId,
  GITHUB_RUN_ATTEMPT: '1',
  PANTRY_REGISTRY: registry.url,
});

function project(more: object = {}) {
  const [dir, name] = [folder(), uniqueName()];
  const manifest = { name, version: '1.0.0', repository: `${RUN.site}/acme/app`, ...more };
  writeFileSync(path.join(dir, 'package.json'), JSON.stringify(manifest));
  return { dir, name };
}

test.each([
  ['--provenance', {}, ['--provenance', '--access', 'public'], {}],
  ['publishConfig', { publishConfig: { provenance: true, access: 'public' } }, [], {}],
  ['NPM_CONFIG_PROVENANCE', {}, ['--access', 'public'], { NPM_CONFIG_PROVENANCE: 'true' }],
])('signs in a job what the registry verifies, by %s', async (_, more, args, variables) => {
  const { dir, name } = project(more);
  const env = { ...(await job()), ...variables };
  const { code, stderr } = await pantry(dir, ['publish', ...args], env);
  expect(stderr).toContain('as GitHub Actions says');
  expect(code).toBe(0);
  const { body } = await anonymous(registry).get(`/${name}/1.0.0`);
  expect(body.dist.attestations.provenance).toEqual({
    predicateType: 'https://slsa.dev/provenance/v1',
  });
  expect(body['_npmUser'].name).toBe('GitHub Actions');
});

test('does not show the name of a new package in a public log, unless somebody says so', async () => {
  const { dir, name } = project();
  const before = standIn.asked.length;
  const { code, stderr } = await pantry(dir, ['publish', '--provenance'], await job());
  expect([code, stderr]).toEqual([1, expect.stringContaining('say --access public')]);
  expect(standIn.asked.length).toBe(before);
  expect((await alice.get(`/${name}`)).status).toBe(404);
});

test('publishes nothing where sigstore can’t be reached', async () => {
  const { dir, name } = project();
  const env = { ...(await job()), SIGSTORE_FULCIO_URL: 'http://127.0.0.1:1' };
  const args = ['publish', '--provenance', '--access', 'public'];
  const { code, stderr } = await pantry(dir, args, env);
  expect([code, stderr]).toEqual([
    4,
    expect.stringContaining('the provenance could not be signed'),
  ]);
  expect(stderr).not.toContain('    at ');
  expect((await alice.get(`/${name}`)).status).toBe(404);
});

test('signs by itself what is public, from a repository that is public, where the registry believes the public sigstore', async () => {
  const believing = await server({
    ciIssuers: JSON.stringify([{ provider: 'github', issuer: issuer.url }]),
    trustedOwners: JSON.stringify([
      { provider: 'github', issuer: issuer.url, id: '42', name: 'acme' },
    ]),
  });
  const owned = project();
  const unreachable = { SIGSTORE_FULCIO_URL: 'http://127.0.0.1:1' };
  const at = { ...unreachable, PANTRY_REGISTRY: believing.url };
  const quiet = { ...(await job()), ...at };
  expect((await pantry(owned.dir, ['publish', '--access', 'public'], quiet)).code).toBe(0);
  const raise = (version: string): void => {
    const manifest = { name: owned.name, version, repository: `${RUN.site}/acme/app` };
    writeFileSync(path.join(owned.dir, 'package.json'), JSON.stringify(manifest));
  };
  raise('1.0.1');
  expect((await pantry(owned.dir, ['publish'], quiet)).code).toBe(0);
  raise('1.0.2');
  const open = {
    ...(await job()),
    ...(await githubVariables(issuer, { repository_visibility: 'public' })),
    ...at,
  };
  const signing = await pantry(owned.dir, ['publish'], open);
  expect([signing.code, signing.stderr]).toEqual([
    4,
    expect.stringContaining('could not be signed'),
  ]);
  const without = await pantry(owned.dir, ['publish', '--no-provenance'], open);
  expect(without.code).toBe(0);
});
