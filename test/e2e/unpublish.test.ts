import { describe, expect, test } from 'vitest';

import { anonymous, escape, published, readForEdit, user } from '../client.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`unpublish, ${registry.name}`, () => {
  test("npm's five requests take one version back and move latest", async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0', '2.0.0');
    const document = await readForEdit(reader, name);
    delete document['versions']['2.0.0'];
    document['dist-tags'].latest = '1.1.0';
    const put = await alice.put(`/${escape(name)}/-rev/${document['_rev']}`, document);
    expect(put.status).toBe(201);
    const file = `/${name}/-/${name.split('/')[1]}-2.0.0.tgz`;
    expect((await alice.remove(`${file}/-rev/${put.body.rev}`)).status).toBe(200);
    const after = await readForEdit(reader, name);
    expect(Object.keys(after['versions'])).toEqual(['1.0.0', '1.1.0']);
    expect(after['dist-tags']).toEqual({ latest: '1.1.0' });
    expect(after['time']).not.toHaveProperty('2.0.0');
    expect((await reader.get(file)).status).toBe(404);
    expect((await reader.get(`/${escape(name)}/2.0.0`)).status).toBe(404);
  });

  test('a number that was taken back is never given out again', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0');
    const document = await readForEdit(reader, name);
    delete document['versions']['1.1.0'];
    await alice.put(`/${escape(name)}/-rev/${document['_rev']}`, document);
    const again = await alice.publish({ name, version: '1.1.0' }, { files: { 'a.js': '' } });
    expect([again.status, again.body.code]).toEqual([403, 'version_exists']);
  });

  test('a whole package goes, its name and numbers stay taken, its owner may publish on', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0');
    const { _rev } = await readForEdit(reader, name);
    expect((await alice.remove(`/${escape(name)}/-rev/${_rev}`)).status).toBe(200);
    expect((await reader.get(`/${escape(name)}`)).status).toBe(404);
    expect((await reader.get(`/${name}/-/${name.split('/')[1]}-1.0.0.tgz`)).status).toBe(404);
    const mallory = await user(registry, 'mallory');
    expect((await mallory.publish({ name, version: '3.0.0' })).status).toBe(403);
    expect((await alice.publish({ name, version: '1.0.0' })).body.code).toBe('version_exists');
    expect((await alice.publish({ name, version: '2.0.0' })).status).toBe(201);
    const after = await readForEdit(reader, name);
    expect(Object.keys(after['versions'])).toEqual(['2.0.0']);
    expect(after['dist-tags']).toEqual({ latest: '2.0.0' });
  });

  test('nobody but an owner unpublishes', async () => {
    const { name } = await published(registry, '1.0.0', '1.1.0');
    const mallory = await user(registry, 'mallory');
    const document = await readForEdit(reader, name);
    delete document['versions']['1.0.0'];
    const path = `/${escape(name)}/-rev/${document['_rev']}`;
    expect((await mallory.put(path, document)).status).toBe(403);
    expect((await mallory.remove(path)).status).toBe(403);
    expect((await reader.put(path, document)).status).toBe(401);
    expect(Object.keys((await readForEdit(reader, name))['versions'])).toEqual(['1.0.0', '1.1.0']);
  });

  test('more versions than one transaction holds are taken back by one command', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    for (let patch = 1; patch <= 100; patch += 1) {
      await alice.publish({ name, version: `1.0.${patch}` });
    }
    const document = await readForEdit(reader, name);
    document['versions'] = { '1.0.0': document['versions']['1.0.0'] };
    const { status } = await alice.put(`/${escape(name)}/-rev/${document['_rev']}`, document);
    expect(status).toBe(201);
    const after = await readForEdit(reader, name);
    expect(Object.keys(after['versions'])).toEqual(['1.0.0']);
    expect(after['dist-tags']).toEqual({ latest: '1.0.0' });
  }, 180_000);
});
