import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

import type { Signer } from '../../ci/issuer.ts';
import { githubRun } from '../../ci/runs.ts';
import type { Program } from '../clients.ts';
import { home, type Home } from '../home.ts';
import type { Registry } from '../registry.ts';

/** A secret of the runner, which lets a job ask for ID tokens. */
const REQUEST_TOKEN = 'request-token-of-the-job';

/**
 * A job of GitHub Actions with `id-token: write`, as its steps see it: what the runner sets in their
 * environment, and the service that signs. There is no token on the disk, and no login.
 */
export const githubJob = async (
  program: Program,
  registry: Registry,
  github: Signer,
  claims: Readonly<Record<string, string>> = {},
): Promise<Home> => home(program, registry, undefined, await githubVariables(github, claims));

/** What the runner sets in the environment of such a job. */
export async function githubVariables(
  github: Signer,
  claims: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const url = await startTokenService(github, claims);
  const { repository = 'acme/app', repository_id: id = '4242' } = claims;
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: id,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: 'b'.repeat(40),
    GITHUB_RUN_ID: '777',
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/release.yml@refs/heads/main`,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_EVENT_NAME: 'push',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_OS: 'Linux',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
  };
}

/** Answers `GET …&audience=` as the runner's service does. */
async function startTokenService(
  github: Signer,
  claims: Readonly<Record<string, string>>,
): Promise<string> {
  const server = createServer(({ url = '', headers }, response) => {
    const audience = new URL(url, 'http://localhost').searchParams.get('audience');
    const allowed = /^bearer /i.test(headers.authorization ?? '');
    const right = headers.authorization?.endsWith(REQUEST_TOKEN) && audience !== null;
    response.writeHead(allowed && right ? 200 : 401, { 'content-type': 'application/json' });
    // A private repository: for a public one clients make an attestation, with services of the internet.
    const run = githubRun(audience ?? '', { repository_visibility: 'private', ...claims });
    response.end(JSON.stringify({ value: github.sign(run) }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
