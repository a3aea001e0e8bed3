import { describe, expect, test } from 'vitest';

import { firstAdmin, readAudit, short } from '../audit-log.ts';
import { anonymous, escape, user } from '../client.ts';
import { bring, brought } from '../importing.ts';
import { integrityOf, pack, shasumOf, uniqueName } from '../packages.ts';
import { target } from '../target.ts';
import { put, start } from '../uploads.ts';

const registry = await target();
const admin = await firstAdmin(registry);
const reader = anonymous(registry);

const here = async (name: string) => (await admin.get(`/-/v1/imports/${escape(name)}`)).body;
const imported = { outcome: 'imported' };

describe(`imports, ${registry.name}`, () => {
  test('a package comes with its dates, tags, texts, owners and README', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    const old = brought(name, '1.0.0', {
      publishedAt: '2020-02-03T04:05:06.000Z',
      deprecated: 'too old',
      publisher: bob.name,
      manifest: { description: 'as it was shown there', scripts: { install: 'evil' } },
    });
    const young = brought(name, '2.0.0', {
      publishedAt: '2021-02-03T04:05:06.000Z',
      files: { 'README.md': '# hello' },
    });
    const answer = await bring(admin, name, [old, young], {
      createdAt: '2020-01-01T00:00:00.000Z',
      modifiedAt: '2022-01-01T00:00:00.000Z',
      owners: [alice.name, 'long-gone'],
      tags: { latest: '1.0.0', next: '2.0.0' },
      gone: ['1.5.0'],
    });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      versions: { '1.0.0': imported, '2.0.0': imported },
      unknownOwners: ['long-gone'],
    });

    const { body } = await reader.get(`/${escape(name)}`);
    expect(body).toMatchObject({
      'dist-tags': { latest: '1.0.0', next: '2.0.0' },
      maintainers: [{ name: alice.name, email: `${alice.name}@example.com` }],
      description: 'as it was shown there',
    });
    expect(body.time).toEqual({
      created: '2020-01-01T00:00:00.000Z',
      modified: '2022-01-01T00:00:00.000Z',
      '1.0.0': '2020-02-03T04:05:06.000Z',
      '2.0.0': '2021-02-03T04:05:06.000Z',
    });
    expect(body.versions['1.0.0']).toMatchObject({
      deprecated: 'too old',
      _npmUser: { name: bob.name },
      dist: { integrity: old.dist.integrity, signatures: [{ keyid: expect.any(String) }] },
    });
    expect(body.versions['1.0.0']).not.toHaveProperty('scripts');
    expect(body.versions['2.0.0']).not.toHaveProperty('deprecated');
    await admin.put(`/-/package/${escape(name)}/dist-tags/latest`, '"2.0.0"');
    expect((await reader.get(`/${escape(name)}`)).body.readme).toBe('# hello');
    const tarball = await reader.get(`/${name}/-/${name.split('/')[1]}-1.0.0.tgz`);
    expect(integrityOf(tarball.body)).toBe(old.dist.integrity);

    expect((await alice.publish({ name, version: '1.5.0' })).status).toBe(403);
    expect((await alice.publish({ name, version: '2.1.0' })).status).toBe(201);
    expect((await bob.publish({ name, version: '2.2.0' })).status).toBe(403);
  });

  test('a repeated one finds it all there, and what is there under another content is told', async () => {
    const name = uniqueName();
    const versions = [brought(name, '1.0.0'), brought(name, '1.0.1')];
    await bring(admin, name, versions);
    const before = await reader.get(`/${name}`);
    const other = brought(name, '1.0.1', { files: { 'x.js': 'another' } });
    const again = await bring(admin, name, [versions[0] as never, other, brought(name, '1.0.2')]);
    expect(again.body.versions).toEqual({
      '1.0.0': { outcome: 'present' },
      '1.0.1': {
        outcome: 'refused',
        reason: expect.stringContaining('it is here with another content'),
      },
      '1.0.2': imported,
    });
    const { body } = await reader.get(`/${name}`);
    expect(body.versions['1.0.1'].dist.integrity).toBe(
      before.body.versions['1.0.1'].dist.integrity,
    );
    const { body: rev } = await reader.get(`/${name}`);
    expect((await bring(admin, name, versions)).body.versions['1.0.1']).toEqual({
      outcome: 'present',
    });
    expect((await reader.get(`/${name}`)).body['_rev']).toBe(rev['_rev']);
  });

  test('tags follow their source until somebody moves them here', async () => {
    const name = uniqueName();
    await bring(admin, name, [brought(name, '1.0.0')], {
      tags: { latest: '1.0.0', next: '1.0.0' },
    });
    const more = [brought(name, '1.1.0')];
    await bring(admin, name, more, { tags: { latest: '1.1.0', next: '1.1.0', none: '9.9.9' } });
    expect((await reader.get(`/${name}`)).body['dist-tags']).toEqual({
      latest: '1.1.0',
      next: '1.1.0',
    });
    await admin.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"');
    await bring(admin, name, [brought(name, '1.2.0')], {
      tags: { latest: '1.2.0', next: '1.2.0' },
    });
    expect((await reader.get(`/${name}`)).body['dist-tags']).toEqual({
      latest: '1.2.0',
      next: '1.0.0',
    });
  });

  test('without a tag the highest is the latest, until the one that is comes', async () => {
    const name = uniqueName();
    const tags = { latest: '1.0.0' };
    await bring(admin, name, [brought(name, '2.0.0')], { tags });
    expect((await reader.get(`/${name}`)).body['dist-tags']).toEqual({ latest: '2.0.0' });
    await bring(admin, name, [brought(name, '1.0.0')], { tags });
    expect((await reader.get(`/${name}`)).body['dist-tags']).toEqual({ latest: '1.0.0' });
  });

  test('texts reach what is here, and do not take the place of others', async () => {
    const name = uniqueName();
    await bring(admin, name, [
      brought(name, '1.0.0'),
      brought(name, '1.0.1', { deprecated: 'said here' }),
    ]);
    await bring(admin, name, [], { deprecated: { '1.0.0': 'old', '1.0.1': 'old', '3.0.0': 'no' } });
    const { versions } = await here(name);
    expect([versions['1.0.0'].deprecated, versions['1.0.1'].deprecated]).toEqual([
      'old',
      'said here',
    ]);
  });

  test('one bad version is left out, in a sentence, and no other', async () => {
    const name = uniqueName();
    const foreign = pack({ name: 'another', version: '1.0.0' });
    const { body } = await bring(admin, name, [
      brought(name, '1.0.0'),
      brought(name, '1.0.1', { bytes: foreign }),
      brought(name, '1.0.2', { dist: { integrity: integrityOf(foreign) } }),
      brought(name, '1.0.3', { dist: { shasum: shasumOf(foreign) } }),
      brought(name, '1.0.4', { tarball: { data: 'AAAA' } }),
      brought(name, '1.0.5', { tarball: { data: '%' } }),
      brought(name, '1.0.6', { bytes: pack({ name, version: '1.0.6' }, { '../../etc/x': 'x' }) }),
      brought(name, 'v1.0.7'),
      brought(name, '1.0.8', { tarball: { upload: 'nothing-was-put' } }),
    ]);
    const reasons = Object.values<any>(body.versions).map(({ reason }) => reason);
    expect(body.versions['1.0.0']).toEqual(imported);
    expect(reasons.filter(Boolean)).toHaveLength(8);
    for (const reason of reasons.filter(Boolean)) expect(reason).toMatch(/\w+ \w+/);
    expect(Object.keys((await here(name)).versions)).toEqual(['1.0.0']);
  });

  test('a name none of whose versions can come in stays free', async () => {
    const name = uniqueName();
    await bring(admin, name, [brought(name, '1.0.0', { tarball: { data: 'AAAA' } })], {
      gone: ['0.9.0'],
    });
    expect(await here(name)).toEqual({ name, exists: false, tags: {}, versions: {}, taken: [] });
    expect((await (await user(registry)).publish({ name, version: '0.9.0' })).status).toBe(201);
  });

  test('a large tarball comes by an upload', async () => {
    const name = uniqueName();
    const tarball = pack({ name, version: '1.0.0' }, { 'x.bin': Buffer.alloc(3 << 20, 7) });
    const begun = await start(admin, name, tarball);
    expect(await put(registry, begun, tarball)).toBe(200);
    const version = brought(name, '1.0.0', {
      bytes: tarball,
      tarball: { upload: begun.body.id },
    });
    expect((await bring(admin, name, [version])).body.versions['1.0.0']).toEqual(imported);
    expect((await here(name)).versions['1.0.0'].integrity).toBe(integrityOf(tarball));
    expect((await bring(admin, name, [version])).body.versions['1.0.0']).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('there is nothing to commit'),
    });
  });

  test('fifty versions with large manifests are more than one transaction, and all of them are there', async () => {
    const name = uniqueName();
    const versions = Array.from({ length: 50 }, (_, patch) => {
      const manifest = { name, version: `1.0.${patch}`, long: 'x'.repeat(90_000) };
      return brought(name, `1.0.${patch}`, { bytes: pack(manifest) });
    });
    const { body } = await bring(admin, name, versions, { gone: ['0.9.0'] });
    expect(
      Object.values<any>(body.versions).filter((each) => each.outcome === 'imported'),
    ).toHaveLength(50);
    expect(Object.keys((await reader.get(`/${name}`)).body.versions)).toHaveLength(50);
    expect((await here(name)).taken).toEqual(['0.9.0']);
    const events = await readAudit(admin, `/-/v1/packages/${name}/audit`);
    expect(events.map(({ action }) => action)).toEqual(['import', 'import']);
  });

  test('dates of the future are of now, and so are those that nobody knows', async () => {
    const name = uniqueName();
    const before = Date.now();
    await bring(
      admin,
      name,
      [
        brought(name, '1.0.0', { publishedAt: '2999-01-01T00:00:00Z' }),
        brought(name, '1.0.1', { publishedAt: undefined }),
      ],
      { createdAt: '2999-01-01T00:00:00Z', modifiedAt: '2000-01-01T00:00:00Z' },
    );
    const { time } = (await reader.get(`/${name}`)).body;
    for (const when of Object.values<string>(time)) {
      expect(Date.parse(when)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(when)).toBeLessThanOrEqual(Date.now());
    }
  });

  test('who imports owns what nobody here owns, or whom they name', async () => {
    const heir = await user(registry, 'heir');
    const [one, two, three] = [uniqueName(), uniqueName(), uniqueName()];
    await bring(admin, one, [brought(one, '1.0.0')], { owners: ['long-gone'] });
    await bring(admin, two, [brought(two, '1.0.0')], { ownerDefault: heir.name });
    const owners = async (name: string) =>
      (await reader.get(`/${name}`)).body.maintainers.map((each: any) => each.name);
    expect([await owners(one), await owners(two)]).toEqual([['first-of-all'], [heir.name]]);
    const refused = await bring(admin, three, [brought(three, '1.0.0')], {
      ownerDefault: 'nobody',
    });
    expect(refused).toMatchObject({ status: 400 });
    expect((await here(three)).exists).toBe(false);
  });

  test('private ones are not there for others', async () => {
    const name = uniqueName();
    await bring(admin, name, [brought(name, '1.0.0')], { visibility: 'private' });
    expect((await reader.get(`/${name}`)).status).toBe(404);
    expect((await admin.get(`/${name}`)).status).toBe(200);
  });

  test('the audit log has it, with its source', async () => {
    const name = uniqueName();
    const version = brought(name, '1.0.0');
    await bring(admin, name, [version], { gone: ['0.9.0'], visibility: 'public' });
    const [event] = await readAudit(admin, `/-/v1/packages/${name}/audit`);
    expect(short(event ?? {})).toEqual({
      action: 'import',
      actor: 'first-of-all',
      after: { owners: ['first-of-all'], visibility: 'public', distTags: { latest: '1.0.0' } },
      detail: {
        source: 'a test',
        versions: { '1.0.0': version.dist.integrity },
        gone: ['0.9.0'],
      },
    });
  });

  test('an unpublished number and an unpublished package stay so', async () => {
    const name = uniqueName();
    const alice = await user(registry);
    await alice.publish({ name, version: '1.0.0' });
    const published = await alice.publish({ name, version: '1.0.1' });
    expect(published.status).toBe(201);
    const { body } = await alice.get(`/${name}?write=true`);
    delete body.versions['1.0.1'];
    expect((await alice.put(`/${name}/-rev/${body['_rev']}`, body)).status).toBe(201);
    expect((await bring(admin, name, [brought(name, '1.0.1')])).body.versions).toEqual({
      '1.0.1': { outcome: 'refused', reason: expect.stringContaining('unpublished here') },
    });
    const left = (await reader.get(`/${name}`)).body['_rev'];
    expect((await alice.remove(`/${name}/-rev/${left}`)).status).toBe(200);
    expect(await bring(admin, name, [brought(name, '3.0.0')])).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('was unpublished here') },
    });
  });

  test('is for admins alone, with a token that writes', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const body = { source: 'x', versions: [] };
    for (const [who, status] of [
      [anonymous(registry), 401],
      [alice, 403],
    ] as const) {
      expect((await who.get(`/-/v1/imports/${name}`)).status).toBe(status);
      expect((await who.put(`/-/v1/imports/${name}`, body)).status).toBe(status);
    }
    const limited = await admin.post('/-/npm/v1/tokens', {
      password: 'becomes the admin',
      readonly: true,
    });
    const reading = admin.with(limited.body.token);
    expect((await bring(reading, name, [brought(name, '1.0.1')])).status).toBe(403);
    expect(Object.keys((await here(name)).versions)).toEqual(['1.0.0']);
  });

  test.each([
    ['no source', { source: undefined }],
    ['a version twice', { versions: [brought('x', '1.0.0'), brought('x', '1.0.0')] }],
    ['too many versions', { versions: Array.from({ length: 51 }, () => brought('x', '1.0.0')) }],
    ['a tag that is a range', { versions: [], tags: { '1.x': '1.0.0' } }],
    ['no time', { versions: [], createdAt: 'yesterday' }],
  ])('refuses %s', async (_, more) => {
    const name = uniqueName();
    await bring(admin, name, [brought(name, '1.0.0')]);
    const versions = [brought(name, '1.0.1')];
    const answer = await admin.put(`/-/v1/imports/${name}`, { source: 'x', versions, ...more });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid']);
    expect(Object.keys((await here(name)).versions)).toEqual(['1.0.0']);
  });
});
