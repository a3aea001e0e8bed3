import { describe, expect, test } from 'vitest';

import { castOf } from '../access/cast.ts';
import { packagesOf } from '../access/packages.ts';
import { runsOf } from '../access/runs.ts';
import { ciRegistry } from '../ci/registry.ts';
import { escape } from '../client.ts';
import { bring, brought } from '../importing.ts';
import { uniqueName } from '../packages.ts';

const ci = await ciRegistry();
const { registry } = ci;
const cast = await castOf(registry);
const packages = packagesOf(cast);
const runs = runsOf(ci, cast, packages);

const STATES = [
  'a free name',
  'a public package',
  'a private package',
  'a free name of an organization',
  'a public package of an organization',
  'a private package of an organization',
] as const;

/** What somebody is answered who looks at what is there, and who imports. */
function expected(who: string): readonly [look: number, bring: number] {
  if (who === 'anonymous') return [401, 401];
  return who === 'admin' ? [200, 200] : [403, 403];
}

describe(`who may import, ${registry.name}`, () => {
  test.each(STATES)('%s', async (state) => {
    const everybody = Object.keys(cast.people);
    const answers: Record<string, readonly [number, number]> = {};
    for (const who of everybody) {
      const client = cast.people[who];
      const name = await packages.make(state);
      const look = await client?.get(`/-/v1/imports/${escape(name)}`);
      const answer = client && (await bring(client, name, [brought(name, '0.5.0')]));
      answers[who] = [look?.status ?? 0, answer?.status ?? 0];
    }
    expect(answers).toEqual(Object.fromEntries(everybody.map((who) => [who, expected(who)])));
  });

  test('no run of a CI service may', async () => {
    const state = 'a public package';
    const { run, name } = await runs.make('run of a trusted repository', state);
    expect((await bring(run, name, [brought(name, '0.5.0')])).status).toBe(403);
  });

  test('what comes into the scope of an organization is the organization’s', async () => {
    const name = `${cast.scopes.org}/${uniqueName()}`;
    const { admin } = cast.people;
    if (!admin) throw new Error('there is an admin');
    await bring(admin, name, [brought(name, '1.0.0')], { owners: [cast.alice.name] });
    expect((await admin.get(`/${escape(name)}`)).body.maintainers).toEqual([]);
    expect((await cast.chief.publish({ name, version: '1.0.1' })).status).toBe(201);
    expect((await cast.alice.publish({ name, version: '1.0.2' })).status).toBe(403);
  });
});
