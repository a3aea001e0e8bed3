import { describe, expect, test } from 'vitest';

import { anonymous, escape, published, readForEdit, user } from '../client.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`deprecate, ${registry.name}`, () => {
  test('a message comes and goes, and nothing else of the document counts', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0');
    const document = await readForEdit(reader, name);
    document['versions']['1.0.0'].deprecated = 'use 1.1';
    document['versions']['1.0.0'].dependencies = { evil: '*' };
    document['maintainers'] = [];
    expect((await alice.put(`/${escape(name)}`, document)).status).toBe(201);
    const after = await readForEdit(reader, name);
    expect(after['versions']['1.0.0'].deprecated).toBe('use 1.1');
    expect(after['versions']['1.0.0']).not.toHaveProperty('dependencies');
    expect(after['versions']['1.1.0']).not.toHaveProperty('deprecated');
    expect(after['maintainers']).toHaveLength(1);
    after['versions']['1.0.0'].deprecated = '';
    await alice.put(`/${escape(name)}`, after);
    expect((await readForEdit(reader, name))['versions']['1.0.0']).not.toHaveProperty('deprecated');
  });

  test('a document that is not the latest is a conflict', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const document = await readForEdit(reader, name);
    await alice.publish({ name, version: '1.1.0' });
    document['versions']['1.0.0'].deprecated = 'old';
    expect((await alice.put(`/${escape(name)}`, document)).status).toBe(409);
  });

  test('nobody but an owner deprecates', async () => {
    const { name } = await published(registry, '1.0.0');
    const mallory = await user(registry, 'mallory');
    const document = await readForEdit(reader, name);
    document['versions']['1.0.0'].deprecated = 'mine now';
    expect((await mallory.put(`/${escape(name)}`, document)).status).toBe(403);
  });
});
