import { describe, expect, test } from 'vitest';

import { firstAdmin, readAudit } from '../audit-log.ts';
import { enrolled } from '../authenticator.ts';
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

describe(`what an import leaves out, ${registry.name}`, () => {
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

  test('the rules of a package hold for it too', async () => {
    const alice = await user(registry);
    const [attested, byRuns] = [uniqueName(), uniqueName()];
    for (const name of [attested, byRuns]) await alice.publish({ name, version: '1.0.0' });
    await alice.put(`/-/v1/packages/${attested}/rules`, { provenance: true });
    await alice.put(`/-/v1/packages/${byRuns}/rules`, { ciOnly: true });
    expect((await bring(admin, attested, [brought(attested, '1.0.1')])).status).toBe(422);
    const broken = brought(byRuns, '1.0.1', { tarball: { data: 'AAAA' } });
    expect((await bring(admin, byRuns, [broken])).status).toBe(403);
  });

  test('a package whose owners ask for a second factor asks who imports, too', async () => {
    const { alice, phone } = await enrolled(registry, 'auth-only');
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const rule = { publish_requires_tfa: true };
    const set = await alice.code(phone.fresh()).post(`/-/package/${name}/access`, rule);
    expect(set.status).toBe(200);
    expect(await bring(admin, name, [brought(name, '1.0.1')])).toMatchObject({
      status: 403,
      body: { error: expect.stringContaining('enable-2fa') },
    });
    expect(Object.keys((await here(name)).versions)).toEqual(['1.0.0']);
  });

  test('a number that is gone there can be said again, and takes nothing away that is here', async () => {
    const name = uniqueName();
    await bring(admin, name, [brought(name, '1.0.0')], { gone: ['0.9.0'] });
    const gone = ['0.8.0', '0.9.0', '1.0.0', '1.0.1', '0.8.0'];
    const { status } = await bring(admin, name, [brought(name, '1.0.1')], { gone });
    expect(status).toBe(200);
    const { versions, taken } = await here(name);
    expect([Object.keys(versions), taken]).toEqual([
      ['1.0.0', '1.0.1'],
      ['0.8.0', '0.9.0'],
    ]);
  });

  test('of many who import the same at once each version comes in once', async () => {
    const name = uniqueName();
    const numbers = Array.from({ length: 10 }, (_, patch) => `1.0.${patch}`);
    const versions = numbers.map((number) => brought(name, number));
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => bring(admin, name, versions)),
    );
    const outcomes = answers.flatMap(({ body }) => Object.entries<any>(body.versions));
    const came = outcomes.filter(([, { outcome }]) => outcome === 'imported');
    expect(came.map(([number]) => number).toSorted()).toEqual(numbers);
    expect(outcomes.filter(([, { outcome }]) => outcome === 'refused')).toEqual([]);
  });

  test('an unpublished number and an unpublished package stay so', async () => {
    const name = uniqueName();
    const alice = await user(registry);
    await alice.publish({ name, version: '1.0.0' });
    await alice.publish({ name, version: '1.0.1' });
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
    ['an offset without minutes', { createdAt: '2026-05-06T07:08:09+02' }],
  ])('refuses %s', async (_, more) => {
    const name = uniqueName();
    await bring(admin, name, [brought(name, '1.0.0')]);
    const versions = [brought(name, '1.0.1')];
    const answer = await admin.put(`/-/v1/imports/${name}`, { source: 'x', versions, ...more });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid']);
    expect(Object.keys((await here(name)).versions)).toEqual(['1.0.0']);
  });
});
