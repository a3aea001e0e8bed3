import { expect, test } from 'vitest';

import { enrolled } from '../../authenticator.ts';
import { anonymous, PASSWORD, user } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { sessionCookie } from '../../session-cookie.ts';
import { server } from '../../target.ts';

test('what is kept for users is kept from a password alone where there is a second factor', async () => {
  const registry = await server({ reads: 'users' });
  const owner = await user(registry);
  const name = uniqueName();
  await owner.publish({ name, version: '1.0.0' });
  const { alice } = await enrolled(registry);
  for (const _ of ['first', 'from the edge']) {
    expect((await alice.get(`/${name}`)).status).toBe(200);
    const basic = Buffer.from(`${alice.name}:${PASSWORD}`).toString('base64');
    const answer = await anonymous(registry).get(`/${name}`, { authorization: `Basic ${basic}` });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  }
});

test('pages that are kept for users take their session, and no token of a client', async () => {
  const registry = await server({ reads: 'users' });
  const alice = await user(registry);
  const name = uniqueName();
  await alice.publish({ name, version: '1.0.0' });
  const path = `/-/web/package/${name}`;
  const browse = async (headers: Record<string, string>): Promise<number> =>
    (await registry.fetch(path, { redirect: 'manual', headers })).status;
  const cookie = sessionCookie(registry, alice);
  expect([await browse({ cookie }), await browse({ cookie })]).toEqual([200, 200]);
  expect(await browse({ authorization: `Bearer ${alice.token}` })).toBe(303);
});
