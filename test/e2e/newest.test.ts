import { describe, expect, test } from 'vitest';

import { anonymous, escape, readForEdit, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
/** Others publish to the same registry meanwhile. */
const MANY = '/-/v1/newest?size=100';
const SOON = { timeout: 60_000, interval: 250 };

interface Listed {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly date: string;
  readonly publisher: object;
}

const listed = async (...names: readonly string[]): Promise<readonly Listed[]> => {
  const { objects }: { objects: readonly Listed[] } = (await reader.get(MANY)).body;
  return objects.filter(({ name }) => names.includes(name));
};

const specs = async (...names: readonly string[]): Promise<readonly string[]> =>
  (await listed(...names)).map(({ name, version }) => `${name}@${version}`);

describe(`what is newest, ${registry.name}`, () => {
  test('is what was published last, newest first, of public packages alone', async () => {
    const alice = await user(registry, 'alice');
    const [one, other, hidden] = [
      uniqueName(),
      uniqueName(),
      `@${uniqueName('s')}/${uniqueName()}`,
    ];
    await alice.publish({ name: hidden, version: '1.0.0' }, { access: 'restricted' });
    await alice.publish({ name: one, version: '1.0.0', description: 'The first of all' });
    await alice.publish({ name: other, version: '1.0.0' });
    await alice.publish({ name: one, version: '1.1.0', description: 'The first of all' });
    const expected = [`${one}@1.1.0`, `${other}@1.0.0`, `${one}@1.0.0`];
    await expect.poll(async () => specs(one, other, hidden), SOON).toEqual(expected);
    const [newest] = await listed(one);
    expect(newest).toEqual({
      name: one,
      version: '1.1.0',
      description: 'The first of all',
      date: expect.stringMatching(/^\d{4}-.*Z$/),
      publisher: { name: alice.name, kind: 'user' },
    });
    expect((await reader.get('/-/v1/newest?size=1')).body.objects).toHaveLength(1);
  });

  test('is not what was unpublished or made private since, and what was made public is', async () => {
    const alice = await user(registry, 'alice');
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    for (const version of ['1.0.0', '1.1.0']) await alice.publish({ name, version });
    await expect.poll(async () => specs(name), SOON).toEqual([`${name}@1.1.0`, `${name}@1.0.0`]);
    const { _rev, ...document } = await readForEdit(alice, name);
    delete document['versions']['1.1.0'];
    await alice.put(`/${escape(name)}/-rev/${_rev}`, {
      ...document,
      'dist-tags': { latest: '1.0.0' },
    });
    expect(await specs(name)).toEqual([`${name}@1.0.0`]);
    const access = `/-/package/${escape(name)}/access`;
    expect((await alice.post(access, { access: 'private' })).status).toBe(200);
    expect(await specs(name)).toEqual([]);
    await alice.publish({ name, version: '2.0.0' });
    await alice.post(access, { access: 'public' });
    await expect.poll(async () => specs(name), SOON).toEqual([`${name}@2.0.0`, `${name}@1.0.0`]);
  });
});
