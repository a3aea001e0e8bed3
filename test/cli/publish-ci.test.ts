import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { ownCiRegistry } from '../ci/registry.ts';
import { githubRun, gitlabRun, ofRepository } from '../ci/runs.ts';
import { user } from '../client.ts';
import { githubVariables } from '../clients/ci/job.ts';
import { uniqueName } from '../packages.ts';
import { folder } from '../target.ts';
import { pantry } from './run.ts';

const { registry, github, gitlab, audience } = await ownCiRegistry(['alice']);
const alice = await user(registry, 'alice');
const REGISTRY = { PANTRY_REGISTRY: registry.url };

function project(name: string, version: string): string {
  const dir = folder();
  writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ name, version }));
  return dir;
}

describe('pantry publish in CI', () => {
  test('publishes the first and the second version in GitHub Actions without any token', async () => {
    const name = uniqueName();
    const env = { ...REGISTRY, ...(await githubVariables(github)) };
    for (const version of ['1.0.0', '1.0.1']) {
      const { code, stdout, stderr } = await pantry(project(name, version), ['publish'], env);
      expect([code, stdout]).toEqual([0, `+ ${name}@${version}\n`]);
      expect(stderr).toContain('as GitHub Actions says');
    }
    const { body } = await alice.get(`/${name}/1.0.1`);
    expect(body['_npmUser']).toMatchObject({ trustedPublisher: { id: 'github' } });
  });

  test('publishes in GitLab with the ID token of the job', async () => {
    const name = uniqueName();
    const token = gitlab.sign(gitlabRun(gitlab.url, audience));
    const env = { ...REGISTRY, GITLAB_CI: 'true', NPM_ID_TOKEN: token };
    expect(await pantry(project(name, '1.0.0'), ['publish'], env)).toMatchObject({ code: 0 });
    expect((await alice.get(`/${name}/1.0.0`)).body['_npmUser']).toMatchObject({
      trustedPublisher: { id: 'gitlab' },
    });
  });

  test('counts before a token', async () => {
    const name = uniqueName();
    const env = { ...REGISTRY, PANTRY_TOKEN: alice.token, ...(await githubVariables(github)) };
    expect((await pantry(project(name, '1.0.0'), ['publish'], env)).code).toBe(0);
    expect((await alice.get(`/${name}/1.0.0`)).body['_npmUser'].name).toBe('GitHub Actions');
  });

  test('goes on with a token where the job is not trusted, and says why', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const job = await githubVariables(github, ofRepository('mallory/app', '6666', '66'));
    const env = { ...REGISTRY, PANTRY_TOKEN: alice.token, ...job };
    const { code, stderr } = await pantry(project(name, '1.0.1'), ['publish'], env);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /does not trust github:mallory\/app .*npm trust github.*Going on as PANTRY_TOKEN says/,
    );
    expect((await alice.get(`/${name}/1.0.1`)).body['_npmUser'].name).toBe(alice.name);
  });

  test('fails with the reason and what to do where there is no token either', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const env = { ...REGISTRY, ...(await githubVariables(github)) };
    const refused = await pantry(project(name, '1.0.1'), ['publish'], env);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toMatch(
      /does not trust github:acme\/app .*npm trust github.*pantry login/,
    );
    const without = { ...env, ACTIONS_ID_TOKEN_REQUEST_URL: '' };
    const silent = await pantry(project(name, '1.0.1'), ['publish'], without);
    expect([silent.code, silent.stderr]).toEqual([
      3,
      expect.stringMatching(/this job of GitHub Actions has no ID token: .*id-token: write/),
    ]);
  });

  test('is refused an ID token of another audience or of nobody', async () => {
    const name = uniqueName();
    const token = github.sign(githubRun('npm:elsewhere.example.com'));
    const env = { ...REGISTRY, CIRCLECI: 'true', NPM_ID_TOKEN: token };
    const { code, stderr } = await pantry(project(name, '1.0.0'), ['publish'], env);
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/does not take this job of CircleCI: .*audience/),
    ]);
  });
});
