import { describe, expect, test } from 'vitest';

import { ciRegistry } from '../ci/registry.ts';
import { githubRun, gitlabRun, ofRepository } from '../ci/runs.ts';
import { trusting } from '../ci/trusting.ts';
import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';

const ci = await ciRegistry();
const { registry } = ci;

const claims = (more: object = {}) => githubRun(ci.audience, { ...more });
const now = () => Math.floor(Date.now() / 1000);

describe(`an ID token, ${registry.name}`, () => {
  const name = uniqueName();
  const refused = async (token: string): Promise<string> => {
    const { status, body, headers } = await ci.exchange(name, token);
    expect(status).toBe(401);
    expect(headers.get('npm-notice')).toBe(body.error);
    return body.error;
  };

  test('for another registry is refused', async () => {
    for (const aud of ['npm:example.com', 'registry.test', `x${ci.audience}`, `${ci.audience}:1`]) {
      expect(await refused(ci.github.sign(claims({ aud })))).toContain(`ask for ${ci.audience}`);
    }
    expect(await refused(ci.github.sign(claims({ aud: undefined })))).toContain('audience');
  });

  test('of an issuer that nobody named is refused, whatever it is signed with', async () => {
    for (const iss of [
      'https://evil.example.com',
      `${ci.github.url}/x`,
      ci.github.url.replace(/:\d+$/, '.evil.test'),
    ]) {
      expect(await refused(ci.github.sign(claims({ iss })))).toContain('not taken here');
    }
    expect(await refused(ci.gitlab.sign(claims({ iss: ci.github.url })))).toContain('not signed');
  });

  test('without a signature, or with one by the public key as a secret, is refused', async () => {
    expect(await refused(ci.github.sign(claims(), { alg: 'none' }))).toBeTruthy();
    expect(await refused(ci.github.sign(claims(), { alg: 'HS256' }))).toContain('not signed');
    expect(await refused(ci.github.sign(claims(), { alg: 'RS512' }))).toContain('not signed');
    const [head, , signature] = ci.github.sign(claims()).split('.');
    const body = Buffer.from(JSON.stringify({ iss: ci.github.url, ...claims() })).toString(
      'base64url',
    );
    expect(await refused([head, body, signature].join('.'))).toContain('not signed');
  });

  test('without an end, after it, and before its time is refused', async () => {
    expect(await refused(ci.github.sign(claims({ exp: undefined })))).toContain('"exp"');
    expect(await refused(ci.github.sign(claims({ exp: now() - 60 })))).toContain('has expired');
    expect(await refused(ci.github.sign(claims({ nbf: now() + 120 })))).toContain('not valid yet');
    expect(await refused(ci.github.sign(claims({ iat: now() + 120, nbf: undefined })))).toContain(
      'has not come',
    );
    expect(await refused(ci.github.sign(claims({ iat: undefined })))).toContain('"iat"');
    expect(await refused(ci.github.sign(claims({ jti: undefined })))).toContain('"jti"');
  });

  test('is exchanged once, also where two try at the same time', async () => {
    const token = ci.github.sign(claims());
    const other = uniqueName();
    const answers = await Promise.all([ci.exchange(name, token), ci.exchange(other, token)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 401]);
    expect(await refused(token)).toContain('exchanged before');
  });

  test('of a run that may hold a stranger’s code, or of a machine of one’s own, is refused', async () => {
    const event = await ci.offer(name, { event_name: 'pull_request_target' });
    expect(event.status).toBe(403);
    expect(event.body.error).toContain('pull_request_target');
    const runner = await ci.offer(name, { runner_environment: 'self-hosted' });
    expect(runner.status).toBe(403);
    expect(runner.body.error).toContain('runs-on');
    const merge = gitlabRun(ci.gitlab.url, ci.audience, { pipeline_source: 'merge_request_event' });
    expect((await ci.exchange(name, ci.gitlab.sign(merge))).status).toBe(403);
  });

  test('of a fork is not one of the repository', async () => {
    const { name: trusted } = await trusting(registry);
    const fork = ofRepository('mallory/app', '6666', '66');
    expect((await ci.offer(trusted, fork)).status).toBe(403);
    expect((await ci.offer(uniqueName(), fork)).status).toBe(403);
  });

  test('whose claims contradict each other or look like others is refused', async () => {
    const { name: trusted } = await trusting(registry);
    const foreign = { workflow_ref: 'mallory/app/.github/workflows/release.yml@refs/heads/main' };
    expect((await ci.offer(trusted, foreign)).status).toBe(401);
    for (const repository of ['acme/app-', 'acme/a\u200Bpp', 'acme/app/x', 'аcme/app']) {
      const workflow_ref = `${repository}/.github/workflows/release.yml@refs/heads/main`;
      const { status } = await ci.offer(trusted, { repository, repository_id: '1', workflow_ref });
      expect(status).toBe(403);
    }
    const sub = 'repo:acme/app:ref:refs/heads/main';
    const other = { sub, repository: 'mallory/x', repository_id: '1' };
    expect((await ci.offer(trusted, other)).status).toBe(401);
    expect((await ci.offer(uniqueName(), { repository_owner_id: '420' })).status).toBe(403);
    expect((await ci.offer(uniqueName(), { repository_owner_id: undefined })).status).toBe(401);
  });

  test('that is none is refused in words', async () => {
    expect(await refused('x')).toContain('not the ID token of a CI run');
    expect(await refused('a.b.c')).toContain('not the ID token of a CI run');
    const anybody = anonymous(registry);
    const path = `/-/npm/v1/oidc/token/exchange/package/${name}`;
    expect((await anybody.post(path, undefined)).status).toBe(401);
    const alice = await user(registry, 'alice');
    expect((await alice.post(path, undefined)).status).toBe(401);
  });

  test('tells nobody whether a private package is there', async () => {
    const alice = await user(registry, 'alice');
    const hidden = uniqueName();
    await alice.publish({ name: hidden, version: '1.0.0' }, { access: 'restricted' });
    const stranger = { repository_id: '1', repository_owner_id: '1' };
    const [there, missing] = [hidden, uniqueName()];
    const answers = await Promise.all(
      [there, missing].map(async (each) => ci.offer(each, stranger)),
    );
    const [one, two] = answers.map(({ status, body }) => [
      status,
      body.error.replaceAll(there, missing),
    ]);
    expect(one).toEqual(two);
  });
});
