import { describe, expect, test } from 'vitest';

import { firstAdmin, readAudit, short } from '../audit-log.ts';
import { anonymous, escape, user } from '../client.ts';
import { bring, brought } from '../importing.ts';
import { integrityOf, uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const admin = await firstAdmin(registry);
const reader = anonymous(registry);

const here = async (name: string) => (await admin.get(`/-/v1/imports/${escape(name)}`)).body;
/** Names of those who own a package. */
const owners = async (name: string): Promise<readonly string[]> =>
  (await reader.get(`/${name}`)).body.maintainers.map((each: any) => each.name);
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
      readme: 'kept beside it',
    });
    const young = brought(name, '2.0.0', {
      publishedAt: '2021-02-03T04:05:06.000Z',
      files: { 'README.md': '# hello' },
      readme: 'of another version',
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
      readme: 'kept beside it',
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

  test('who imports owns what nobody here owns, or whom they name', async () => {
    const heir = await user(registry, 'heir');
    const [one, two, three] = [uniqueName(), uniqueName(), uniqueName()];
    await bring(admin, one, [brought(one, '1.0.0')], { owners: ['long-gone'] });
    await bring(admin, two, [brought(two, '1.0.0')], { ownerDefault: heir.name });
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
});
