import { describe, expect, test } from 'vitest';

import { anonymous, escape, published, readForEdit } from '../client.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`dist-tags, ${registry.name}`, () => {
  test('are listed, set, moved and removed', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0');
    const path = `/-/package/${escape(name)}/dist-tags`;
    expect((await reader.get(path)).body).toEqual({ latest: '1.1.0' });
    const set = await alice.put(`${path}/stable`, '"1.0.0"');
    expect([set.status, set.body.ok]).toEqual([201, true]);
    await alice.put(`${path}/latest`, '"1.0.0"');
    expect((await reader.get(path)).body).toEqual({ latest: '1.0.0', stable: '1.0.0' });
    expect((await readForEdit(reader, name))['dist-tags']).toEqual({
      latest: '1.0.0',
      stable: '1.0.0',
    });
    expect((await alice.remove(`${path}/stable`)).body.ok).toBe(true);
    expect((await alice.remove(`${path}/stable`)).status).toBe(404);
    expect((await reader.get(path)).body).toEqual({ latest: '1.0.0' });
  });

  test('a version that was tagged a moment ago can be published over another tag at the same time', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const path = `/-/package/${escape(name)}/dist-tags`;
    await Promise.all([
      ...Array.from({ length: 10 }, async (_, index) =>
        alice.put(`${path}/tag-${index}`, '"1.0.0"'),
      ),
      ...Array.from({ length: 10 }, async (_, index) =>
        alice.publish({ name, version: `2.0.${index}` }, { tag: `line-${index}` }),
      ),
    ]);
    const tags = (await reader.get(path)).body;
    expect(Object.keys(tags)).toHaveLength(21);
    expect(tags).toMatchObject({ latest: '1.0.0', 'tag-9': '1.0.0', 'line-9': '2.0.9' });
  });
});
