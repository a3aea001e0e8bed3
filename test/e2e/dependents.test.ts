import { describe, expect, test } from 'vitest';

import { anonymous, type Client, escape, readForEdit, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
const SOON = { timeout: 60_000, interval: 250 };

const dependentsOf = async (who: Client, name: string, query = '') =>
  (await who.get(`/-/v1/packages/${escape(name)}/dependents${query}`)).body;

const namesOf = async (who: Client, name: string): Promise<readonly string[]> =>
  (await dependentsOf(who, name)).dependents.map((each: { name: string }) => each.name);

/** Of a name that nobody has here, as most dependencies are. */
const elsewhere = (): string => `@${uniqueName('elsewhere')}/${uniqueName()}`;

describe(`dependents, ${registry.name}`, () => {
  test('are the packages whose latest version asks for a name, in whatever way', async () => {
    const alice = await user(registry, 'alice');
    const [name, stem] = [elsewhere(), uniqueName()];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((each) => `${stem}-${each}`) as [
      string,
      string,
      string,
      string,
    ];
    await alice.publish({ name: a, version: '1.0.0', dependencies: { [name]: '^1.0.0' } });
    await alice.publish({ name: b, version: '2.0.0', peerDependencies: { [name]: '*' } });
    await alice.publish({ name: c, version: '1.0.0', devDependencies: { [name]: '*' } });
    const alias = { other: `npm:${name}@~1.2.0` };
    await alice.publish({ name: d, version: '1.0.0', optionalDependencies: alias });
    await expect.poll(async () => namesOf(reader, name), SOON).toEqual([a, b, d]);
    expect(await dependentsOf(reader, name)).toEqual({
      package: name,
      total: 3,
      dependents: [
        { name: a, version: '1.0.0', kind: 'dependency', range: '^1.0.0' },
        { name: b, version: '2.0.0', kind: 'peer', range: '*' },
        { name: d, version: '1.0.0', kind: 'optional', range: '~1.2.0' },
      ],
    });
    const { next, ...first } = await dependentsOf(reader, name, '?size=2');
    expect(first.dependents).toHaveLength(2);
    const rest = await dependentsOf(reader, name, `?size=2&after=${encodeURIComponent(next)}`);
    expect(rest.dependents.map((each: { name: string }) => each.name)).toEqual([d]);
    expect(rest).not.toHaveProperty('next');
    await alice.publish({ name: c, version: '1.0.1', dependencies: { [d]: '*' } });
    await expect.poll(async () => namesOf(reader, d), SOON).toEqual([c]);
    const shown = await reader.get(`/-/web/package/${d}/dependents`, { accept: 'text/html' });
    expect([shown.status, String(shown.body)]).toEqual([200, expect.stringContaining(`>${c}</a>`)]);
    const wrong = await reader.get(`/-/v1/packages/${escape(name)}/dependents?after=x`);
    expect(wrong.status).toBe(400);
    expect(await dependentsOf(reader, elsewhere())).toMatchObject({ total: 0, dependents: [] });
  });

  test('go with the version that asked, with a new latest and with their package', async () => {
    const alice = await user(registry, 'alice');
    const [name, other, one, gone] = [elsewhere(), elsewhere(), uniqueName(), uniqueName()];
    await alice.publish({
      name: one,
      version: '1.0.0',
      dependencies: { [name]: '1', [other]: '1' },
    });
    await alice.publish({ name: gone, version: '1.0.0', dependencies: { [name]: '1' } });
    await expect.poll(async () => namesOf(reader, name), SOON).toEqual([one, gone].toSorted());
    await alice.publish({ name: one, version: '1.1.0', dependencies: { [other]: '2' } });
    const { _rev } = await readForEdit(alice, gone);
    expect((await alice.remove(`/${gone}/-rev/${_rev}`)).status).toBe(200);
    await expect.poll(async () => namesOf(reader, name), SOON).toEqual([]);
    await expect
      .poll(async () => (await dependentsOf(reader, other)).dependents[0].range, SOON)
      .toBe('2');
  });

  test('that are private are shown to who may read them, and name nobody else', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const name = elsewhere();
    const [open, first, second] = [
      uniqueName('z'),
      `@${uniqueName('a')}/${uniqueName()}`,
      `@${uniqueName('b')}/${uniqueName()}`,
    ];
    const dependencies = { [name]: '*' };
    await alice.publish({ name: open, version: '1.0.0', dependencies });
    for (const hidden of [first, second]) {
      await alice.publish(
        { name: hidden, version: '1.0.0', dependencies },
        { access: 'restricted' },
      );
    }
    await expect.poll(async () => namesOf(alice, name), SOON).toEqual([open, first, second]);
    for (const other of [bob, reader]) {
      expect(await dependentsOf(other, name, '?size=1')).toEqual({
        package: name,
        total: 1,
        dependents: [expect.objectContaining({ name: open })],
      });
    }
    const after = `restricted#${first}`;
    const query = `?after=${encodeURIComponent(after)}`;
    expect((await dependentsOf(alice, name, query)).dependents).toHaveLength(1);
    expect((await dependentsOf(reader, name, query)).dependents).toEqual([]);
    await alice.post(`/-/package/${escape(second)}/access`, { access: 'public' });
    await expect.poll(async () => namesOf(reader, name), SOON).toContain(second);
  });
});
