import { describe, expect, test } from 'vitest';

import { auditEvents } from '#store/entities/audit-event.ts';

import { anonymous, user } from '../client.ts';
import { bring, brought } from '../importing.ts';
import { uniqueName } from '../packages.ts';
import { server, type Target } from '../target.ts';
import { browserOf } from '../web-forms.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url });
/** The first user of a registry becomes its admin. */
const admin = await user(registry);

/** A package upstream, and how it is read here. */
function behind(...versions: readonly string[]) {
  const name = uniqueName();
  for (const version of versions) upstream.publish(name, version);
  return { name, read: async () => anonymous(registry).get(`/${name}`) };
}

/** What the audit log says of a package's claim. */
async function shadowed({ services }: Target, name: string): Promise<unknown> {
  if (!services) throw new Error('it runs in this process');
  const query = auditEvents.query.bySubject({ subject: `package:${name}` });
  const { data } = await query.go({ client: services.table });
  return data[0]?.detail['shadows'];
}

describe('a name that exists upstream', () => {
  test('is claimed by what an admin imports, and recorded', async () => {
    const { name, read } = behind('9.0.0');
    const { status, body } = await bring(admin, name, [brought(name, '1.0.0')]);
    expect([status, body]).toMatchObject([200, { shadows: 'upstream' }]);
    expect(Object.keys((await read()).body.versions)).toEqual(['1.0.0']);
    expect(await shadowed(registry, name)).toBe('upstream');
    const { claims } = (await admin.get('/-/v1/shadowing')).body;
    expect(claims[0]).toMatchObject({ name, claimedBy: admin.name });
  });

  test('is claimed here by an admin alone', async () => {
    const alice = await user(registry);
    const { name, read } = behind('1.0.0');
    const refused = await alice.publish({ name, version: '1.0.1' });
    expect([refused.status, refused.body.error]).toEqual([
      403,
      expect.stringContaining('only an admin of this registry may take its place'),
    ]);
    expect(Object.keys((await read()).body.versions)).toEqual(['1.0.0']);
    expect((await admin.publish({ name, version: '1.0.1' })).status).toBe(201);
    expect(Object.keys((await read()).body.versions)).toEqual(['1.0.1']);
  });

  test('is claimed by anyone where anyone may, and the audit log says so', async () => {
    const open = await server({ upstream: upstream.url, shadowing: 'anyone' });
    await user(open);
    const alice = await user(open);
    const [there, nowhere] = [behind('1.0.0').name, uniqueName()];
    for (const name of [there, nowhere]) {
      expect((await alice.publish({ name, version: '1.0.0' })).status).toBe(201);
    }
    expect(await Promise.all([there, nowhere].map(async (name) => shadowed(open, name)))).toEqual([
      'upstream',
      undefined,
    ]);
    await upstream.sleep();
    const unsure = uniqueName();
    expect((await alice.publish({ name: unsure, version: '1.0.0' })).status).toBe(201);
    await upstream.wake();
    expect(await shadowed(open, unsure)).toBe('unknown');
  });

  test('is not given away while nobody can tell whether it exists', async () => {
    const alice = await user(registry);
    await upstream.sleep();
    const { status, body } = await alice.publish({ name: uniqueName(), version: '1.0.0' });
    expect([status, body.error]).toEqual([503, expect.stringContaining('or ask an admin')]);
    await upstream.wake();
  });

  test('is free in a reserved scope', async () => {
    const guarded = await server({ upstream: upstream.url, ownScopes: '@acme' });
    await user(guarded);
    const alice = await user(guarded);
    upstream.publish('@acme/free', '1.0.0');
    expect((await alice.publish({ name: '@acme/free', version: '1.0.0' })).status).toBe(201);
  });

  test('is listed for admins, the newest first, page after page', async () => {
    const open = await server({ upstream: upstream.url, shadowing: 'anyone' });
    const owner = await user(open);
    const alice = await user(open);
    const [first, second, own] = [behind('1.0.0').name, behind('1.0.0').name, uniqueName()];
    for (const name of [first, second, own]) {
      await alice.publish({ name, version: '2.0.0' });
    }
    await alice.publish({ name: first, version: '2.1.0' });
    const list = async (query: string) => (await owner.get(`/-/v1/shadowing${query}`)).body;
    const newest = await list('?size=1');
    expect(newest.claims).toEqual([
      {
        name: second,
        claimedBy: alice.name,
        claimedAt: expect.any(String),
        shadows: 'upstream',
        unpublished: false,
      },
    ]);
    const { claims, next } = await list(`?after=${encodeURIComponent(newest.next)}`);
    expect([claims.map(({ name }: { name: string }) => name), next]).toEqual([[first], undefined]);
    expect((await alice.get('/-/v1/shadowing')).status).toBe(403);
    expect((await owner.get('/-/v1/shadowing?after=x')).status).toBe(400);
    const desk = browserOf(open, owner);
    const { text } = await desk.open('/-/web/admin/claims');
    expect(text.indexOf(`>${second}</a>`)).toBeLessThan(text.indexOf(`>${first}</a>`));
    expect(text).not.toContain(`>${own}</a>`);
    const rest = await desk.open(`/-/web/admin/claims?after=${encodeURIComponent(newest.next)}`);
    expect([rest.text.includes(`>${first}</a>`), rest.text.includes(`>${second}</a>`)]).toEqual([
      true,
      false,
    ]);
  });
});
