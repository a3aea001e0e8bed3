import { describe, expect, test } from 'vitest';

import { ciRegistry } from '../ci/registry.ts';
import { CIRCLE, circleRun, gitlabRun } from '../ci/runs.ts';
import { GITHUB, trusting } from '../ci/trusting.ts';
import { user } from '../client.ts';

const ci = await ciRegistry();
const { registry } = ci;

describe(`a trusted publisher, ${registry.name}`, () => {
  test('is a workflow that npm trust names, and is listed as npm shows it', async () => {
    const { alice, name, path } = await trusting(registry);
    expect((await (await ci.run(name)).publish({ name, version: '1.0.1' })).status).toBe(201);
    expect((await alice.get(path)).body).toMatchObject([
      {
        type: 'github',
        claims: {
          repository: 'acme/app',
          repository_id: '4242',
          workflow_ref: { file: 'release.yml' },
        },
        permissions: ['createPackage'],
      },
    ]);
    expect((await alice.post(path, [GITHUB])).body).toHaveLength(1);
    expect((await alice.get(path)).body).toHaveLength(1);
  });

  test('is bound to the id of the first run that fits: the same name with another id is refused', async () => {
    const { name } = await trusting(registry);
    await ci.run(name);
    const { status, body } = await ci.offer(name, { repository_id: '9999' });
    expect(status).toBe(403);
    expect(body.error).toContain('does not trust github:acme/app (repository 9999)');
  });

  test.each([
    [
      'another workflow with a common suffix',
      { workflow_ref: 'acme/app/.github/workflows/pre-release.yml@refs/heads/main' },
      'the workflow',
    ],
    [
      'a workflow in a folder',
      { workflow_ref: 'acme/app/.github/workflows/x/release.yml@refs/heads/main' },
      'the workflow',
    ],
    [
      'a workflow of another repository',
      { job_workflow_ref: 'mallory/ci/.github/workflows/release.yml@refs/heads/main' },
      'the workflow that the job is defined in',
    ],
  ])('refuses %s', async (_, claims, what) => {
    const { name } = await trusting(registry);
    const { status, body } = await ci.offer(name, claims);
    expect(status).toBe(403);
    expect(body.error).toContain(what);
  });

  test('lets in a reusable workflow that it names', async () => {
    const reusable = 'acme/ci/.github/workflows/publish.yml';
    const claims = { ...GITHUB.claims, job_workflow_ref: reusable };
    const { name } = await trusting(registry, { ...GITHUB, claims });
    expect((await ci.offer(name)).status).toBe(403);
    expect((await ci.offer(name, { job_workflow_ref: `${reusable}@refs/tags/v1` })).status).toBe(
      201,
    );
  });

  test('asks for an environment and a ref', async () => {
    const claims = { ...GITHUB.claims, environment: 'production', ref: 'refs/tags/v*' };
    const { name } = await trusting(registry, { ...GITHUB, claims });
    const right = { environment: 'production', ref: 'refs/tags/v1.0.0' };
    const refused = async (more: object): Promise<string> => {
      const { status, body } = await ci.offer(name, { ...right, ...more });
      expect(status).toBe(403);
      return body.error;
    };
    expect(await refused({ environment: undefined })).toContain(
      'the environment must be production',
    );
    expect(await refused({ environment: 'production-2' })).toContain('and is production-2');
    expect(await refused({ ref: 'refs/heads/v1' })).toContain('the ref must be refs/tags/v*');
    expect(await refused({ ref: 'refs/tags/v1/x' })).toContain('the ref');
    expect(await refused({ ref: 'x/refs/tags/v1' })).toContain('the ref');
    expect((await ci.offer(name, right)).status).toBe(201);
  });

  test('that may only stage gives tokens that publish nothing', async () => {
    const { name } = await trusting(registry, { ...GITHUB, permissions: ['createStagedPackage'] });
    const run = await ci.run(name);
    const { status, body } = await run.publish({ name, version: '1.0.1' });
    expect(status).toBe(403);
    expect(body.error).toContain('npm stage publish');
    expect((await run.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"')).status).toBe(403);
  });

  test('is of one service: the same name and id at another are another repository', async () => {
    const { name } = await trusting(registry);
    await ci.run(name);
    const { name: fresh } = await trusting(registry);
    const namesake = gitlabRun(ci.gitlab.url, ci.audience, {
      project_id: '4242',
      ci_config_ref_uri: `${new URL(ci.gitlab.url).host}/acme/app//release.yml@refs/heads/main`,
    });
    for (const each of [name, fresh]) {
      expect((await ci.exchange(each, ci.gitlab.sign({ ...namesake, jti: each }))).status).toBe(
        403,
      );
    }
  });

  test('can be a pipeline of GitLab or CircleCI', async () => {
    const gitlab = await trusting(registry, {
      type: 'gitlab',
      claims: { project_path: 'acme/app', ci_config_ref_uri: { file: '.gitlab-ci.yml' } },
      permissions: ['createPackage'],
    });
    const pipeline = gitlabRun(ci.gitlab.url, ci.audience);
    expect((await ci.exchange(gitlab.name, ci.gitlab.sign(pipeline))).status).toBe(201);
    const circle = await trusting(registry, {
      type: 'circleci',
      claims: {
        'oidc.circleci.com/org-id': CIRCLE.organization,
        'oidc.circleci.com/project-id': CIRCLE.project,
        'oidc.circleci.com/pipeline-definition-id': CIRCLE.pipeline,
        'oidc.circleci.com/vcs-origin': 'github.com/acme/app',
        'oidc.circleci.com/context-ids': [CIRCLE.context],
      },
      permissions: ['createPackage'],
    });
    const iss = `${ci.circleci.url}/org/${CIRCLE.organization}`;
    const offer = async (claims: object) =>
      ci.exchange(circle.name, ci.circleci.sign({ ...circleRun(ci.audience, { iss }), ...claims }));
    expect((await offer({})).status).toBe(201);
    expect((await offer({ 'oidc.circleci.com/context-ids': [] })).status).toBe(403);
    expect((await offer({ 'oidc.circleci.com/ssh-rerun': true })).status).toBe(401);
  });

  test('is added and removed by owners alone, with requests that say what is wrong', async () => {
    const { alice, name, path, trust } = await trusting(registry);
    const bob = await user(registry, 'bob');
    expect((await bob.post(path, [GITHUB])).status).toBe(403);
    expect((await bob.get(path)).status).toBe(403);
    expect((await bob.remove(`${path}/${trust.id}`)).status).toBe(403);
    const wrong = async (request: object): Promise<string> => {
      const { status, body } = await alice.post(path, [request]);
      expect(status).toBe(400);
      return body.error;
    };
    expect(await wrong({ ...GITHUB, type: 'jenkins' })).toContain(
      'one of github, gitlab, circleci',
    );
    expect(await wrong({ ...GITHUB, permissions: [] })).toContain('createPackage');
    expect(await wrong({ ...GITHUB, claims: { repository: 'app' } })).toContain('owner/name');
    const file = { file: '.github/workflows/../x' };
    expect(await wrong({ ...GITHUB, claims: { repository: 'a/b', workflow_ref: file } })).toContain(
      'release.yml',
    );
    const issuer = 'https://example.com';
    expect(await wrong({ ...GITHUB, issuer })).toContain(
      'takes no ID tokens of https://example.com',
    );
    expect((await alice.post(path, [])).status).toBe(400);
    expect((await alice.remove(`${path}/nobody`)).status).toBe(404);
    for (let index = 1; index < 20; index += 1) {
      const claims = { repository: `acme/app${index}` };
      expect((await alice.post(path, [{ ...GITHUB, claims }])).status).toBe(201);
    }
    const claims = { repository: 'acme/one-more' };
    expect((await alice.post(path, [{ ...GITHUB, claims }])).status).toBe(403);
    expect((await alice.get(`/-/package/${name}/trust`)).body).toHaveLength(20);
  });
});
