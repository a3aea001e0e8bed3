import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startIssuer } from '../../ci/issuer.ts';
import { githubRun } from '../../ci/runs.ts';
import { escape } from '../../client.ts';
import { pack, uniqueName } from '../../packages.ts';
import { trustRootFile } from '../../sigstore/attested.ts';
import { type Build, BUILD, npmStatement, onGithub } from '../../sigstore/builds.ts';
import { npm11, npm12, type Program } from '../clients.ts';
import { home, person } from '../home.ts';
import { startRegistry } from '../registry.ts';
import { startStandIn } from './stand-in.ts';

const issuer = await startIssuer();
afterAll(() => issuer.stop());

/** The run that npm is told it is in, on a GitHub whose issuer is on this machine. */
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
const registry = await startRegistry([
  '--trust-root',
  trustRootFile(standIn.authority),
  '--ci-issuers',
  JSON.stringify([{ provider: 'github', issuer: issuer.url }]),
  '--trusted-owners',
  JSON.stringify([{ provider: 'github', issuer: issuer.url, id: '42', name: 'acme' }]),
]);

/** Where a job asks for its ID token, for whatever audience. */
let tokens = '';
beforeAll(async () => {
  const server = createServer(({ url = '' }, response) => {
    const audience = new URL(url, 'http://localhost').searchParams.get('audience') ?? '';
    response.end(JSON.stringify({ value: issuer.sign(githubRun(audience)) }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  tokens = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?v=1`;
});

/** What GitHub's runners set for a job. */
const job = (): Readonly<Record<string, string>> => ({
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: RUN.site ?? '',
  GITHUB_REPOSITORY: RUN.repository,
  GITHUB_REPOSITORY_ID: RUN.repositoryId,
  GITHUB_REPOSITORY_OWNER_ID: RUN.ownerId,
  GITHUB_WORKFLOW_REF: `${RUN.repository}/.github/workflows/release.yml@${RUN.ref}`,
  GITHUB_REF: RUN.ref,
  GITHUB_SHA: RUN.commit,
  GITHUB_EVENT_NAME: 'push',
  GITHUB_RUN_ID: RUN.run,
  GITHUB_RUN_ATTEMPT: '1',
  RUNNER_ENVIRONMENT: RUN.runner,
  ACTIONS_ID_TOKEN_REQUEST_URL: tokens,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a token of the runner',
});

/** The client with the stand-in for the public sigstore; its homes have to be prepared. */
const besides = (npm: Program, env: Readonly<Record<string, string>>): Program => ({
  ...npm,
  env: { ...npm.env, ...standIn.environment, ...env },
});

describe.each([npm11, npm12])('provenance with $name', (npm) => {
  test('signed in a CI run without any token, verified here and by npm audit signatures', async () => {
    const runner = home(besides(npm, job()), registry);
    standIn.prepare(runner.folder);
    const name = uniqueName();
    const manifest = { name, version: '1.0.0', repository: `${RUN.site}/acme/app` };
    const at = { in: runner.project({ 'package.json': manifest }) };
    await runner.run(['publish', '--provenance', '--access', 'public'], at);
    const published = (await registry.admin.get(`/${name}/1.0.0`)).body;
    expect(published).toMatchObject({
      _npmUser: { name: 'GitHub Actions' },
      dist: {
        attestations: {
          url: `${registry.url}/-/npm/v1/attestations/${name}@1.0.0`,
          provenance: { predicateType: 'https://slsa.dev/provenance/v1' },
        },
      },
    });

    const alice = await person(besides(npm, {}), registry);
    standIn.prepare(alice.folder);
    const project = { in: alice.project({ 'package.json': {} }) };
    await alice.run(['install', name], project);
    const { stdout } = await alice.run(['audit', 'signatures'], project);
    expect(stdout).toMatch(/1 package has a verified registry signature/);
    expect(stdout).toMatch(/1 package has a verified attestation/);
    const view = await alice.run(['view', name, 'dist.attestations.provenance.predicateType']);
    expect(view.stdout.trim()).toBe('https://slsa.dev/provenance/v1');
  });

  test('from a file that was made elsewhere, and only for the repository of package.json', async () => {
    const alice = await person(besides(npm, {}), registry);
    standIn.prepare(alice.folder);
    const publish = async (repository: string) => {
      const manifest = { name: `@${uniqueName('s')}/x`, version: '1.0.0', repository };
      const tarball = pack(manifest);
      const statement = npmStatement(BUILD, { ...manifest, tarball });
      const bundle = await standIn.authority.attest(statement, { identity: onGithub(BUILD) });
      const project = alice.project({ 'b.sigstore': bundle });
      writeFileSync(path.join(project, 'p.tgz'), tarball);
      const args = ['publish', './p.tgz', '--provenance-file', 'b.sigstore', '--access', 'public'];
      return { manifest, args, in: project };
    };
    const good = await publish('github:acme/tool');
    await alice.run(good.args, good);
    const { name } = good.manifest;
    const { body } = await alice.http.get(`/${escape(name)}/1.0.0`);
    expect(body.dist.attestations.url).toMatch(`/-/npm/v1/attestations/${name}@1.0.0`);

    const bad = await publish('github:acme/famous');
    expect(await alice.fails(bad.args, bad)).toMatch(
      /422 Unprocessable.*the provenance is refused: package\.json says that "repository" is/,
    );
  });
});
