import { describe, expect, test } from 'vitest';

import { ciRegistry, ownCiRegistry } from '../ci/registry.ts';
import { gitlabRun, ofRepository } from '../ci/runs.ts';
import { trusting } from '../ci/trusting.ts';
import { anonymous, PASSWORD, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';

const ci = await ciRegistry();
const { registry } = ci;

describe(`a CI run of a trusted owner, ${registry.name}`, () => {
  test('claims a free name by publishing, and is the only one that publishes it from then on', async () => {
    const name = uniqueName();
    const run = await ci.run(name);
    expect((await run.publish({ name, version: '1.0.0' })).status).toBe(201);
    const { body } = await anonymous(registry).get(`/${name}`);
    expect(body.versions['1.0.0']).toMatchObject({
      _npmUser: { name: 'GitHub Actions', trustedPublisher: { id: 'github' } },
      _run: {
        repository: { id: '4242', name: 'acme/app' },
        commit: 'b'.repeat(40),
        workflow: 'release.yml',
        run: '777',
        actor: 'octocat',
      },
    });
    const page = String((await anonymous(registry).get(`/-/web/package/${name}`)).body);
    expect(page).toContain('GitHub Actions: <a href="');
    expect(page).toContain('acme/app, release.yml</a>');
    expect((await (await ci.run(name)).publish({ name, version: '1.0.1' })).status).toBe(201);
    const mallory = await user(registry, 'mallory');
    expect((await mallory.publish({ name, version: '2.0.0' })).status).toBe(403);
    const refused = await ci.offer(name, ofRepository('acme/other', '4343'));
    expect(refused.status).toBe(403);
    expect(refused.body.error).toContain('does not trust github:acme/other');
  });

  test('two jobs of one repository that claim a name at the same time both publish', async () => {
    const name = uniqueName();
    const [one, two] = [await ci.run(name), await ci.run(name)];
    const answers = await Promise.all([
      one.publish({ name, version: '1.0.0' }),
      two.publish({ name, version: '1.0.1' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });

  test('does not get a name that somebody takes before it publishes', async () => {
    const name = uniqueName();
    const run = await ci.run(name);
    await (await user(registry)).publish({ name, version: '1.0.0' });
    const { status, body } = await run.publish({ name, version: '1.0.1' });
    expect(status).toBe(403);
    expect(body.error).toContain('somebody else has taken the name');
  });

  test('keeps publishing under another name and another account, by its id', async () => {
    const name = uniqueName();
    await (await ci.run(name)).publish({ name, version: '1.0.0' });
    const moved = ofRepository('umbrella/tool', '4242', '99');
    expect((await (await ci.run(name, moved)).publish({ name, version: '1.0.1' })).status).toBe(
      201,
    );
    const recreated = await ci.offer(name, { repository_id: '9999', repository_owner_id: '98' });
    expect(recreated.status).toBe(403);
  });

  test('claims it for the users that the configuration names, who publish by CI alone', async () => {
    const own = await ownCiRegistry(['alice']);
    const { body } = await signUp(own.registry, 'alice', PASSWORD);
    const alice = anonymous(own.registry).with(body.token);
    const name = uniqueName();
    const run = await own.run(name);
    await run.publish({ name, version: '1.0.0' });
    const refused = await alice.publish({ name, version: '1.0.1' });
    expect(refused.status).toBe(403);
    expect(refused.body.error).toContain('let only CI publish it');
    expect((await alice.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"')).status).toBe(201);
    expect((await alice.get(`/${name}`)).body.maintainers).toMatchObject([{ name: 'alice' }]);
  });

  test('of GitLab does the same', async () => {
    const name = uniqueName();
    const token = ci.gitlab.sign(gitlabRun(ci.gitlab.url, ci.audience));
    const { status, body } = await ci.exchange(name, token);
    expect(status).toBe(201);
    const run = anonymous(registry).with(body.token);
    expect((await run.publish({ name, version: '1.0.0' })).status).toBe(201);
    // One token serves a whole job: each package once.
    expect((await ci.exchange(uniqueName(), token)).status).toBe(201);
    expect((await ci.exchange(name, token)).status).toBe(401);
  });

  test('does not claim a name that looks like another', async () => {
    const name = uniqueName('some-thing');
    await (await user(registry)).publish({ name, version: '1.0.0' });
    const similar = name.replace('some-', 'some_');
    const { status, body } = await (
      await ci.run(similar)
    ).publish({ name: similar, version: '1.0.0' });
    expect(status).toBe(403);
    expect(body.error).toContain(name);
  });
});

describe(`the token of a CI run, ${registry.name}`, () => {
  test('publishes and tags its package, and does nothing else', async () => {
    const name = uniqueName();
    const run = await ci.run(name);
    await run.publish({ name, version: '1.0.0' });
    expect((await run.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"')).status).toBe(201);
    expect((await run.get('/-/whoami')).status).toBe(403);
    expect((await run.get('/-/npm/v1/tokens')).status).toBe(403);
    expect((await run.post(`/-/package/${name}/access`, { access: 'restricted' })).status).toBe(
      403,
    );
    expect((await run.get(`/-/package/${name}/trust`)).status).toBe(403);
    expect((await run.remove(`/${name}/-rev/1-x`)).status).toBe(403);
    const document = (await run.get(`/${name}?write=true`)).body;
    document.versions['1.0.0'].deprecated = 'no';
    expect((await run.put(`/${name}`, document)).status).toBe(403);
    const other = uniqueName();
    expect((await run.publish({ name: other, version: '1.0.0' })).status).toBe(404);
    await (await user(registry)).publish({ name: other, version: '1.0.0' });
    expect((await run.publish({ name: other, version: '1.0.1' })).status).toBe(403);
  });

  test('ends after fifteen minutes', async () => {
    const own = await ownCiRegistry();
    const name = uniqueName();
    const run = await own.run(name);
    await run.publish({ name, version: '1.0.0' });
    own.registry.advance?.(15 * 60_000);
    const late = await run.publish({ name, version: '1.0.1' });
    expect(late.status).toBe(401);
    expect(late.body.error).toContain('has ended');
  });

  test('is listed for owners, and ends when one revokes it or the trust in its repository', async () => {
    const { alice, name, path, trust } = await trusting(registry);
    const [one, two] = [await ci.run(name), await ci.run(name)];
    const { body } = await alice.get(`/-/v1/packages/${name}/runs`);
    expect(body.runs).toMatchObject([{ run: { run: '777' } }, { permission: 'publish' }]);
    expect((await alice.remove(`/-/v1/packages/${name}/runs/${body.runs[0].key}`)).status).toBe(
      200,
    );
    expect((await one.publish({ name, version: '1.0.1' })).status).toBe(401);
    expect((await two.publish({ name, version: '1.0.1' })).status).toBe(201);
    expect((await alice.remove(`${path}/${trust.id}`)).status).toBe(200);
    const late = await two.publish({ name, version: '1.0.2' });
    expect(late.status).toBe(403);
    expect(late.body.error).toContain('does not trust this repository any more');
  });

  test('can be given back by the run itself', async () => {
    const name = uniqueName();
    const run = await ci.run(name);
    expect((await run.remove(`/-/user/token/${run.token}`)).status).toBe(200);
    expect((await run.publish({ name, version: '1.0.0' })).status).toBe(401);
  });
});
