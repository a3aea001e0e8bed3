import { beforeEach, describe, expect, test, vi } from 'vitest';

import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const SOON = 15_000;
const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };

/** A package that needs others, which need others, with names of this test alone. */
function tree() {
  const [app, near, far, optional] = ['app', 'near', 'far', 'optional'].map((stem) =>
    uniqueName(stem),
  ) as [string, string, string, string];
  upstream.publish(far, '1.0.0');
  upstream.publish(optional, '1.0.0');
  upstream.publish(near, '1.0.0', { dependencies: { [far]: '^1.0.0' } });
  upstream.publish(app, '1.0.0', {
    dependencies: { [near]: '^1.0.0' },
    optionalDependencies: { [optional]: '^1.0.0' },
  });
  return { app, near, far, optional };
}

const asked = (name: string): number =>
  upstream.requests.filter((line) => line === `GET /${name.replace('/', '%2f')}`).length;

beforeEach(() => {
  upstream.requests.length = 0;
});

describe('what a package needs', () => {
  test.each([{}, ABBREVIATED])(
    'is here before a client asks for it, asked for once: %j',
    async (headers) => {
      const registry = await server({ upstream: upstream.url });
      const { app, ...needed } = tree();
      await anonymous(registry).get(`/${app}`, headers);
      await vi.waitUntil(() => Object.values(needed).every((name) => asked(name) === 1), SOON);
      for (const name of Object.values(needed)) {
        expect((await anonymous(registry).get(`/${name}`, headers)).status).toBe(200);
      }
      expect(Object.values(needed).map(asked)).toEqual([1, 1, 1]);
    },
  );

  test('is left to the client where it is told so', async () => {
    const registry = await server({ upstream: upstream.url, readAhead: 'false' });
    const { app, near, far } = tree();
    await anonymous(registry).get(`/${app}`);
    await anonymous(registry).get(`/${near}`);
    expect([asked(app), asked(near), asked(far)]).toEqual([1, 1, 0]);
  });

  test('is not asked for where somebody here has the name, or the scope is reserved', async () => {
    const registry = await server({ upstream: upstream.url, ownScopes: '@acme' });
    const alice = await user(registry);
    const [app, last] = [uniqueName('app'), uniqueName('last')];
    const hidden = uniqueName('private');
    await alice.publish({ name: hidden, version: '1.0.0' }, { access: 'restricted' });
    upstream.requests.length = 0;
    upstream.publish(last, '1.0.0');
    upstream.publish(app, '1.0.0', {
      dependencies: { [hidden]: '*', '@acme/tool': '*', 'No Name': '*', [last]: '*' },
    });
    await anonymous(registry).get(`/${app}`);
    await vi.waitUntil(() => asked(last) === 1, SOON);
    expect(upstream.requests.toSorted()).toEqual([`GET /${app}`, `GET /${last}`].toSorted());
  });

  test('is not asked for any more of an upstream that fails', async () => {
    const registry = await server({ upstream: upstream.url });
    const app = uniqueName('app');
    const needed = Array.from({ length: 100 }, () => uniqueName('needed'));
    for (const name of needed) {
      upstream.answer(`/${name}`, (_, response) => void response.writeHead(500).end());
    }
    upstream.publish(app, '1.0.0', {
      dependencies: Object.fromEntries(needed.map((name) => [name, '*'])),
    });
    await anonymous(registry).get(`/${app}`);
    await vi.waitUntil(() => needed.some((name) => asked(name) > 0), SOON);
    // Whoever is asked meanwhile gives the others time to be.
    for (let time = 0; time < 20; time += 1) await registry.fetch('/-/ping');
    expect(needed.filter((name) => asked(name) > 0).length).toBeLessThan(50);
  });
});
