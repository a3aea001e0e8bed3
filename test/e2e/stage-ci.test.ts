import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { firstAdmin } from '../audit-log.ts';
import { type CiRegistry, ciRegistry, ownCiRegistry } from '../ci/registry.ts';
import { ofRepository } from '../ci/runs.ts';
import { GITHUB, trusting } from '../ci/trusting.ts';
import { circumvent, prepared, REFUSED } from '../circumvention.ts';
import { anonymous, PASSWORD, readForEdit, signUp, user } from '../client.ts';
import { publishDocument, uniqueName } from '../packages.ts';
import { approve, reject, stage, staged, versionsOf } from '../staging.ts';

const ci = await ciRegistry();
const own = await ownCiRegistry([], { fromCi: 'stage' });
// The first user of a registry becomes its admin.
const strict = { ...own, admin: await user(own.registry, 'admin') };

const STAGES = { ...GITHUB, permissions: ['createStagedPackage'] };

/** Runs that have to stage, each for another reason. */
const MUST_STAGE: readonly (readonly [string, CiRegistry, object, object])[] = [
  ['whose trusted publisher may only stage', ci, STAGES, {}],
  ['of a package whose owners want it', ci, GITHUB, { staged: true }],
  ['of a registry that wants it of all', strict, GITHUB, {}],
];

describe.each(MUST_STAGE)('a CI run %s', (_, where, trust, rules) => {
  test('stages, and publishes, tags and approves nothing', async () => {
    const { alice, name } = await trusting(where.registry, trust);
    const { document, unchanged } = await prepared(alice, name);
    await alice.put(`/-/v1/packages/${name}/rules`, rules);
    const same = { ...document, _rev: (await readForEdit(alice, name))['_rev'] };
    const run = await where.run(name);
    expect(await circumvent(run, name, same)).toEqual(REFUSED);
    const id = await staged(run, { name, version: '7.0.0' });
    expect((await run.get(`/-/stage/${id}`)).body).toMatchObject({
      actor: 'github:acme/app',
      actorType: 'CI run',
    });
    expect((await run.get('/-/stage')).body.total).toBe(1);
    expect((await approve(run, id)).status).toBe(403);
    expect((await reject(run, id)).status).toBe(403);
    expect(await versionsOf(alice, name)).toEqual(['1.0.0', '1.1.0']);
    if (Object.keys(rules).length === 0) await unchanged();
    expect((await approve(alice, id)).status).toBe(200);
    const { body } = await alice.get(`/${name}/7.0.0`);
    expect(body).toMatchObject({
      _npmUser: { name: 'GitHub Actions' },
      _run: { repository: { name: 'acme/app' }, run: '777' },
    });
  });
});

describe('a CI run that may publish', () => {
  test('may stage too, and cannot approve what it staged', async () => {
    const { alice, name } = await trusting(ci.registry);
    const run = await ci.run(name);
    const id = await staged(run, { name, version: '2.0.0' });
    expect((await approve(run, id)).status).toBe(403);
    expect((await run.publish({ name, version: '2.0.0' })).body.error).toContain(id);
    expect((await run.publish({ name, version: '2.0.1' })).status).toBe(201);
    expect((await approve(alice, id)).status).toBe(200);
  });

  test('sees what is staged of its own package alone', async () => {
    const [mine, other] = [await trusting(ci.registry), await trusting(ci.registry)];
    const run = await ci.run(mine.name);
    const id = await staged(other.alice, { name: other.name, version: '2.0.0' });
    expect((await run.get('/-/stage')).body.total).toBe(0);
    expect((await run.get(`/-/stage?package=${other.name}`)).body.total).toBe(0);
    expect((await run.get(`/-/stage/${id}`)).status).toBe(404);
    expect((await stage(run, { name: other.name, version: '2.0.1' })).status).toBe(403);
  });

  test('may stage the first version of a free name, too', async () => {
    const admin = await firstAdmin(ci.registry);
    const name = uniqueName();
    const id = await staged(await ci.run(name), { name, version: '1.0.0' });
    expect((await approve(admin, id)).status).toBe(200);
    expect((await (await ci.run(name)).publish({ name, version: '1.0.1' })).status).toBe(201);
    expect(await versionsOf(admin, name)).toEqual(['1.0.0', '1.0.1']);
  });

  test('of a package for CI alone: people approve what they may not send', async () => {
    const { alice, name } = await trusting(ci.registry);
    await alice.put(`/-/v1/packages/${name}/rules`, { ciOnly: true, staged: true });
    expect((await stage(alice, { name, version: '2.0.0' })).status).toBe(403);
    expect((await alice.publish({ name, version: '2.0.0' })).status).toBe(403);
    const id = await staged(await ci.run(name), { name, version: '2.0.0' });
    expect((await approve(alice, id)).status).toBe(200);
  });
});

describe('a publish that a run has begun', () => {
  test('ends in nothing where an owner wants versions staged before all of it is there', async () => {
    const free = await ownCiRegistry();
    const owner = await trusting(free.registry);
    const run = await free.run(owner.name);
    const files = { data: randomBytes(300_000) };
    const text = JSON.stringify(publishDocument({ name: owner.name, version: '2.0.0' }, { files }));
    async function* slowly(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text.slice(0, 200_000));
      await owner.alice.put(`/-/v1/packages/${owner.name}/rules`, { staged: true });
      yield Buffer.from(text.slice(200_000));
    }
    const { status } = await free.registry.fetch(`/${owner.name}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${run.token}` },
      body: ReadableStream.from(slowly()),
      duplex: 'half',
    });
    expect(status).toBe(403);
    expect(await versionsOf(owner.alice, owner.name)).toEqual(['1.0.0']);
  });
});

describe('a free name', () => {
  test('that a run stages a version of is its repository’s, before it is approved and after', async () => {
    const { admin, registry } = strict;
    const name = uniqueName();
    const id = await staged(await strict.run(name), { name, version: '1.0.0' });
    const mallory = await user(registry, 'mallory');
    expect((await mallory.publish({ name, version: '1.0.0' })).status).toBe(404);
    expect((await stage(mallory, { name, version: '1.0.0' })).status).toBe(404);
    expect((await approve(mallory, id)).status).toBe(404);
    const other = await strict.run(name, ofRepository('acme/other', '4343'));
    expect((await stage(other, { name, version: '1.0.1' })).status).toBe(404);
    expect((await other.get(`/-/stage/${id}`)).status).toBe(404);
    const second = await staged(await strict.run(name), { name, version: '1.0.1' });

    expect((await approve(admin, id)).status).toBe(200);
    expect((await anonymous(registry).get(`/${name}`)).body).toMatchObject({ maintainers: [] });
    expect((await admin.get(`/-/package/${name}/trust`)).body).toMatchObject([
      { claims: { repository: 'acme/app' } },
    ]);
    expect((await strict.offer(name, ofRepository('acme/other', '4343'))).status).toBe(403);
    expect((await stage(other, { name, version: '1.0.2' })).status).toBe(403);
    expect((await approve(admin, second)).status).toBe(200);
    await staged(await strict.run(name), { name, version: '1.0.2' });
    expect((await admin.publish({ name, version: '1.0.3' })).status).toBe(403);
  });

  test('that a run stages is approved by the users whom the configuration names', async () => {
    const owner = uniqueName('owner');
    const theirs = await ownCiRegistry([owner], { fromCi: 'stage' });
    const name = uniqueName();
    await user(theirs.registry, 'admin');
    const { body: signed } = await signUp(theirs.registry, owner, PASSWORD);
    const person = anonymous(theirs.registry).with(signed.token);
    const id = await staged(await theirs.run(name), { name, version: '1.0.0' });
    expect((await person.get('/-/stage')).body.total).toBe(1);
    expect((await person.publish({ name, version: '1.0.0' })).body.error).toContain('only CI');
    expect((await approve(person, id)).status).toBe(200);
    const { body } = await person.get(`/${name}`);
    expect(body.maintainers).toMatchObject([{ name: owner }]);
  });

  test('is staged by two jobs of one repository at the same time, and by one of two repositories', async () => {
    const [shared, disputed] = [uniqueName(), uniqueName()];
    const [one, two] = [await strict.run(shared), await strict.run(shared)];
    const both = await Promise.all([
      stage(one, { name: shared, version: '1.0.0' }),
      stage(two, { name: shared, version: '1.0.1' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const [mine, theirs] = [
      await strict.run(disputed),
      await strict.run(disputed, ofRepository('acme/other', '4343')),
    ];
    const either = await Promise.all([
      stage(mine, { name: disputed, version: '1.0.0' }),
      stage(theirs, { name: disputed, version: '1.0.0', description: 'other' }),
    ]);
    expect(either.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404]);
  });
});
