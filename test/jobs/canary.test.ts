import { afterAll, describe, expect, test } from 'vitest';

import { parseUserName } from '#domain/user.ts';
import { runCanary } from '#jobs/canary/run.ts';
import { findUser } from '#store/users.ts';

import { loadSettings } from '../../local/config/load.ts';
import { startRegistry } from '../../local/start.ts';
import { folder } from '../target.ts';

const DAY = 86_400_000;
let ahead = 0;
const settings = loadSettings({ port: '0', log: 'none', upstream: 'none', data: folder() }, {});
const running = await startRegistry(
  settings,
  () => undefined,
  () => new Date(Date.now() + ahead),
);
afterAll(async () => running.stop());
const { services } = running.registry;
const policy = { ...services.policy, publicUrl: running.url };

describe('the canary', () => {
  test('publishes and installs a private package by the public URL, again and again', async () => {
    const { published } = await runCanary({ ...services, policy });
    expect(published).toMatch(/^@pantry-canary\/\d{4}-\d\d-\d\d@0\.\d+\.\d+$/);
    const name = published.slice(0, published.lastIndexOf('@'));
    const path = `/${name.replace('/', '%2f')}`;
    expect((await fetch(running.url + path)).status).toBe(404);
    ahead += 2000;
    const second = await runCanary({ ...services, policy });
    expect(second.published).not.toBe(published);
    const canary = await findUser(services.table, parseUserName('pantry-canary'));
    expect(canary).toMatchObject({ admin: false });
  });

  test('takes yesterday’s package back', async () => {
    const before = await runCanary({ ...services, policy });
    ahead += DAY;
    await runCanary({ ...services, policy });
    const name = before.published.slice(0, before.published.lastIndexOf('@'));
    const packument = await services.documents.find({ name: name as never, form: 'full' });
    expect(packument).toBeUndefined();
  });

  test('fails where the registry does not answer as it should', async () => {
    const nowhere = { ...policy, publicUrl: `${running.url}/elsewhere` };
    await expect(runCanary({ ...services, policy: nowhere })).rejects.toThrow(/publish: 4\d\d/);
  });
});
