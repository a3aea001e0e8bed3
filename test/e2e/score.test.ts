import { beforeAll, describe, expect, test } from 'vitest';

import { anonymous, type Client, escape, readForEdit, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

interface Score {
  readonly score: number;
  readonly points: readonly { readonly id: string; readonly points: number }[];
}

const scoreOf = async (name: string, version = 'latest'): Promise<Score> =>
  (await reader.get(`/-/v1/packages/${name}/score/${version}`)).body as Score;

const reasonOf = async (name: string, wanted: string): Promise<unknown> =>
  (await scoreOf(name)).points.find(({ id }) => id === wanted);

describe('the score of a version', () => {
  test('tells what it has and what it lacks', async () => {
    const name = uniqueName();
    const manifest = { name, version: '1.0.0', description: 'A tool', license: 'MIT' };
    await alice.publish(manifest);
    const answer = await reader.get(`/-/v1/packages/${name}/score/latest`);
    expect(answer).toMatchObject({ status: 200, body: { package: name, version: '1.0.0' } });
    expect(await reasonOf(name, 'license')).toMatchObject({
      points: 10,
      reason: 'is licensed: MIT',
    });
    expect(await reasonOf(name, 'types')).toMatchObject({
      points: 0,
      most: 15,
      gain: expect.stringContaining('"types"'),
    });
    expect((await scoreOf(name, '1.0.0')).score).toBe((await scoreOf(name)).score);
    expect((await reader.get(`/-/v1/packages/${name}/score/9.9.9`)).status).toBe(404);
  });

  test('knows of deprecated dependencies, and tells nothing of private ones', async () => {
    const [old, secret, name] = [uniqueName('old'), uniqueName('secret'), uniqueName()];
    for (const [dependency, access] of [
      [old, 'public'],
      [secret, 'restricted'],
    ] as const) {
      await alice.publish({ name: dependency, version: '1.0.0' }, { access });
      const document = await readForEdit(alice, dependency);
      document['versions']['1.0.0'].deprecated = 'gone';
      expect((await alice.put(`/${escape(dependency)}`, document)).status).toBe(201);
    }
    const dependencies = { [old]: '^1.0.0', [secret]: '^1.0.0', 'not-here': '1' };
    await alice.publish({ name, version: '1.0.0', dependencies });
    expect(await reasonOf(name, 'dependencies')).toMatchObject({
      points: 0,
      reason: `depends on what is deprecated: ${old}`,
    });
  });

  test('is told to whoever may read the package', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    const route = `/-/v1/packages/${name}/score/latest`;
    expect((await reader.get(route)).status).toBe(404);
    expect((await alice.get(route)).status).toBe(200);
  });
});

describe('badges', () => {
  test('show version, licence, downloads and score', async () => {
    const name = `@${uniqueName('scope')}/tool`;
    await alice.publish({ name, version: '1.2.3', license: 'MIT' });
    const { score } = await scoreOf(name.replace('/', '%2f'));
    const shown = { version: 'v1.2.3', license: 'MIT', downloads: '0/week', score: `${score}/100` };
    for (const [kind, message] of Object.entries(shown)) {
      const response = await registry.fetch(`/-/badge/${name}/${kind}.svg`);
      expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('public, max-age=300');
      expect(await response.text()).toContain(`aria-label="${kind}: ${message}"`);
      const { body } = await reader.get(`/-/badge/${name}/${kind}.json`);
      expect(body).toMatchObject({ schemaVersion: 1, label: kind, message });
    }
  });

  test.each(['stars.svg', 'version.png', 'version', 'constructor.svg'])(
    'there is none called %s',
    async (badge) => {
      const name = uniqueName();
      await alice.publish({ name, version: '1.0.0' });
      const answer = await reader.get(`/-/badge/${name}/${badge}`);
      expect(answer).toMatchObject({ status: 404 });
    },
  );

  test('of a private package are for those who may read it', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    expect((await reader.get(`/-/badge/${name}/version.svg`)).status).toBe(404);
  });
});
