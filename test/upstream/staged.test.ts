import { describe, expect, test } from 'vitest';

import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { approve, stage, staged, versionsOf } from '../staging.ts';
import { server } from '../target.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url });
/** The first user of a registry becomes its admin. */
const admin = await user(registry);
const reader = anonymous(registry);

describe('a name that exists upstream', () => {
  test('is staged by an admin alone, and is the upstream’s until it is approved', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    const refused = await stage(alice, { name, version: '1.0.1' });
    expect([refused.status, refused.body.error]).toEqual([
      403,
      expect.stringContaining('only an admin of this registry may take its place'),
    ]);
    const id = await staged(admin, { name, version: '1.0.1' });
    expect(await versionsOf(reader, name)).toEqual(['1.0.0']);
    expect((await approve(admin, id)).status).toBe(200);
    expect(await versionsOf(reader, name)).toEqual(['1.0.1']);
  });

  test('but did not when it was staged is approved by an admin alone', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    const id = await staged(alice, { name, version: '1.0.0' });
    upstream.publish(name, '9.0.0');
    // That there was none is remembered for a minute.
    registry.advance?.(61_000);
    const refused = await approve(alice, id);
    expect([refused.status, refused.body.error]).toEqual([
      403,
      expect.stringContaining('only an admin of this registry may take its place'),
    ]);
    expect(await versionsOf(reader, name)).toEqual(['9.0.0']);
    expect((await approve(admin, id)).status).toBe(200);
    expect(await versionsOf(reader, name)).toEqual(['1.0.0']);
    expect((await reader.get(`/${name}`)).body.maintainers).toMatchObject([{ name: alice.name }]);
    const { claims } = (await admin.get('/-/v1/shadowing')).body;
    expect(claims[0]).toMatchObject({ name, claimedBy: admin.name, shadows: 'upstream' });
  });

  test('or not: while nobody can tell, it is neither staged nor approved', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    const id = await staged(alice, { name, version: '1.0.0' });
    registry.advance?.(61_000);
    await upstream.sleep();
    expect((await stage(alice, { name: uniqueName(), version: '1.0.0' })).status).toBe(503);
    expect((await approve(alice, id)).status).toBe(503);
    await upstream.wake();
    // An upstream that failed is left alone for ten seconds.
    registry.advance?.(11_000);
    expect((await approve(alice, id)).status).toBe(200);
  });
});
