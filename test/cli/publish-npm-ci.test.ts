import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { ciSettings, startIssuers, stopIssuers } from '../ci/issuers.ts';
import { githubRun } from '../ci/runs.ts';
import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { project } from './projects.ts';
import { pantry } from './run.ts';
import { versionAt } from './two-registries.ts';

const issuers = await startIssuers();
atEnd(() => stopIssuers(issuers));
const own = await server(ciSettings(issuers));
const other = await server(ciSettings(issuers));
const bob = await user(other, 'bob');

/** What a job of GitHub Actions has in its environment, with the service that signs for it. */
async function job(): Promise<Readonly<Record<string, string>>> {
  const service = createServer(({ url = '' }, response) => {
    const audience = new URL(url, 'http://localhost').searchParams.get('audience') ?? '';
    const run = githubRun(audience, { repository_visibility: 'private' });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ value: issuers.github.sign(run) }));
  });
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => service.close());
  const { port } = service.address() as AddressInfo;
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/app',
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://localhost:${port}/?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    PANTRY_REGISTRY: own.url,
  };
}

describe('pantry publish to two registries from a job of CI', () => {
  test('proves to each which job it is, and needs no token', async () => {
    const [plain, scope] = [uniqueName(), `@${uniqueName('scope')}`];
    await bob.publish({ name: plain, version: '0.1.0' });
    const publish = { to: ['pantry', 'npm'], npm: { scope } };
    const packageJson = { name: plain, version: '1.0.0', pantry: { publish } };
    const dir = project({ '.npmrc': `registry=${other.url}/\n`, 'package.json': packageJson });
    const env = await job();
    const scoped = `${scope}/${plain}`;
    const first = await pantry(dir, ['publish'], env);
    expect(first).toMatchObject({
      code: 0,
      stdout: `+ ${plain}@1.0.0 at ${own.url}\n+ ${scoped}@1.0.0 at ${other.url}\n`,
    });
    const version = { ...packageJson, version: '1.0.1' };
    writeFileSync(path.join(dir, 'package.json'), JSON.stringify(version));
    const second = await pantry(dir, ['publish', '--json'], env);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.stdout).registries).toMatchObject([
      { name: plain, as: 'GitHub Actions', state: 'published' },
      { name: scoped, as: 'GitHub Actions', state: 'published' },
    ]);
    const published = await versionAt(bob, scoped, '1.0.1');
    expect(published['_npmUser']).toMatchObject({ trustedPublisher: { id: 'github' } });
  });

  test('says why the other does not take it, and goes on with the token that is there', async () => {
    const name = uniqueName();
    await bob.publish({ name, version: '0.1.0' });
    const npmrc = `registry=${other.url}/\n//${new URL(other.url).host}/:_authToken=\${NODE_AUTH_TOKEN}\n`;
    const dir = project({ '.npmrc': npmrc, 'package.json': { name, version: '1.0.0' } });
    const env = await job();
    const refused = await pantry(dir, ['publish', '--to', 'npm'], env);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(`${name} belongs to ${bob.name} there`);
    const args = ['publish', '--to', 'npm'];
    const { code, stderr } = await pantry(dir, args, { ...env, NODE_AUTH_TOKEN: bob.token });
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /localhost:\d+ does not take this job of GitHub Actions: .*Going on as npm's/,
    );
  });
});
