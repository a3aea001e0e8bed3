import { expect, test } from 'vitest';

import { firstAdmin } from '../audit-log.ts';
import { anonymous, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { browserOf } from '../web-forms.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const HOSTILE = '"><img src=x onerror=alert(1)>';

test('admins are told what the rules refused, how often and why', async () => {
  const [denied, partly, unlicensed] = [uniqueName(), uniqueName(), uniqueName()];
  upstream.publish(denied, '1.0.0');
  for (const version of ['1.0.0', '2.0.0']) upstream.publish(partly, version);
  upstream.publish(unlicensed, '1.0.0', { license: `${HOSTILE}${'x'.repeat(5000)}` });
  for (const [name, version] of [
    [denied, '1.0.0'],
    [partly, '1.0.0'],
    [partly, '2.0.0'],
  ] as const) {
    upstream.publish(name, version, { license: 'MIT' });
  }
  const registry = await server({
    upstream: upstream.url,
    deny: `${denied}, ${partly}@2`,
    licenses: 'MIT',
  });
  await signUp(registry, 'first-of-all', 'becomes the admin');
  const admin = await firstAdmin(registry);
  const reader = anonymous(registry);
  const tarball = async (name: string, version: string, method = 'GET'): Promise<number> =>
    (await registry.fetch(`/${name}/-/${name}-${version}.tgz`, { method })).status;

  // Something is left: clients take the other version.
  expect(Object.keys((await reader.get(`/${partly}`)).body.versions)).toEqual(['1.0.0']);
  expect((await reader.get(`/${denied}`)).body.versions).toEqual({});
  // From the edge.
  expect((await reader.get(`/${denied}`)).body.versions).toEqual({});
  expect([await tarball(partly, '1.0.0'), await tarball(partly, '2.0.0', 'HEAD')]).toEqual([
    200, 451,
  ]);
  expect(await tarball(unlicensed, '1.0.0')).toBe(403);
  for (let time = 0; time < 3; time += 1) expect(await tarball(partly, '2.0.0')).toBe(451);
  // Nobody has it: no rule was asked.
  expect(await tarball(unlicensed, '9.9.9')).toBe(403);

  const today = new Date().toISOString().slice(0, 10);
  const { body } = await admin.get(`/-/v1/refused/${today}`);
  const short = body.refused.map(({ name, version, rule, requests }: Record<string, unknown>) => [
    name,
    version,
    rule,
    requests,
  ]);
  expect(new Set(short)).toEqual(
    new Set([
      [denied, '1.0.0', 'deny', 2],
      [partly, '2.0.0', 'deny', 3],
      [unlicensed, '1.0.0', 'licenses', 1],
    ]),
  );
  const known = body.refused.find(({ name }: { name: string }) => name === partly);
  expect(known).toMatchObject({
    reason: `${partly}@2.0.0 is blocked in this registry ("deny" has ${partly}@2)`,
    last: expect.stringMatching(new RegExp(`^${today}T`)),
  });

  const { text } = await browserOf(registry, admin).open('/-/web/admin/quarantine');
  expect(text).toContain(`>${partly}</a>@2.0.0`);
  expect(text).toContain('&quot;deny&quot; has');
  expect(text).toContain('Take it off this list');
  expect(text).toContain('&lt;img');
  expect(text).not.toContain('<img');
  expect(text).not.toContain('x'.repeat(300));
  expect(text).not.toContain('Wait until it is old enough');
  const alice = await user(registry, 'alice');
  expect((await alice.get(`/-/v1/refused/${today}`)).status).toBe(403);
});
