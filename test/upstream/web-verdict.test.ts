import { expect, test } from 'vitest';

import { firstAdmin } from '../audit-log.ts';
import { signUp } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { browserOf, type PlainBrowser } from '../web-forms.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();

async function deskOf(settings: Readonly<Record<string, string>>): Promise<PlainBrowser> {
  const registry = await server({ upstream: upstream.url, ...settings });
  await signUp(registry, 'first-of-all', 'becomes the admin');
  return browserOf(registry, await firstAdmin(registry));
}

test('admins are told of a version why it is kept out, and what a name is elsewhere', async () => {
  const [denied, young, free] = [uniqueName(), uniqueName(), uniqueName()];
  for (const name of [denied, young, free]) {
    upstream.publish(name, '1.0.0');
    upstream.date(name, '1.0.0', new Date().toISOString());
  }
  const desk = await deskOf({
    deny: denied,
    minAge: '24',
    minAgeExempt: free,
    ownScopes: '@acme',
  });
  const verdict = async (name: string): Promise<string> =>
    (await desk.open(`/-/web/admin/quarantine?name=${name}&version=1.0.0`)).text;
  expect(await verdict(denied)).toContain('is blocked in this registry (&quot;deny&quot; has');
  expect(await verdict(young)).toContain('<strong>Held back.</strong>');
  expect(await verdict(young)).toContain('is younger than 24 hours');
  expect(await verdict(free)).toContain('<strong>Let in.</strong>');
  expect(await verdict('@acme/tool')).toContain('is never looked up in another');
  const name = async (text: string): Promise<string> =>
    (await desk.open(`/-/web/admin/claims?name=${text}`)).text;
  expect(await name(free)).toContain('A registry behind this one has a package of this name.');
  expect(await name(uniqueName())).toContain('No registry behind this one has it.');
  const policies = (await desk.open('/-/web/admin/policies')).text;
  expect(policies).toContain(`Upstream ${upstream.url}`);
  expect(policies).toContain('24 hours');
});

test('admins look after what is kept of upstreams, and see what was used', async () => {
  const name = uniqueName();
  upstream.publish(name, '1.0.0');
  const registry = await server({ upstream: upstream.url });
  await signUp(registry, 'first-of-all', 'becomes the admin');
  const desk = browserOf(registry, await firstAdmin(registry));
  const headers = { 'user-agent': 'npm/11.0.0 node/v24.1.0 linux x64' };
  const tarball = await registry.fetch(`/${name}/-/${name}-1.0.0.tgz`, { headers });
  await tarball.arrayBuffer();
  expect((await desk.open('/-/web/admin/storage?count=yes')).text).toContain('in 1 version,');
  expect((await desk.send('/-/web/admin/storage/verify')).text).toContain('all were whole');
  const refused = await desk.send('/-/web/admin/storage/remove', { package: 'a b' });
  expect([refused.status, refused.text]).toEqual([
    400,
    expect.stringContaining('must be a name, a scope'),
  ]);
  const removed = await desk.send('/-/web/admin/storage/remove', { package: name, version: '' });
  expect(removed.text).toContain('Removed 1 version ');
  expect((await desk.open('/-/web/admin/storage?count=yes')).text).toContain('in 0 versions');
  const dashboard = async (): Promise<string> => (await desk.open('/-/web/admin/dashboard')).text;
  await expect.poll(dashboard).toContain('Downloads per day: 1 in all');
  expect(await dashboard()).toContain('<li>24 <span>1</span></li>');
});
