import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';

import { firstAdmin } from '../audit-log.ts';
import { type Client, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { sessionName } from '../session-cookie.ts';
import { server } from '../target.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { expectAccessible, openBrowser, openTab, type Tab } from './browser.ts';

const upstream = await startUpstream();
const denied = uniqueName('a-denied-package-whose-name-is-rather-long-');
const registry = await server({ upstream: upstream.url, deny: `${denied}, left-pad` });
const browser = await openBrowser();
const HOSTILE = '"><img src=x onerror=alert(1)>';
let admin: Client;
let alice: Client;

beforeAll(async () => {
  await signUp(registry, 'first-of-all', 'becomes the admin');
  admin = await firstAdmin(registry);
  alice = await user(registry, 'alice');
  const taken = uniqueName('a-name-that-is-taken-elsewhere-');
  for (const name of [denied, taken]) upstream.publish(name, '1.0.0');
  await admin.publish({ name: taken, version: '1.0.0' });
  await alice.get(`/${denied}`);
  await registry.services?.runJob('gc');
  await alice.get('/nobody-has-this');
  await alice.post('/-/npm/v1/user', { fullname: HOSTILE });
  await alice.publish({
    name: uniqueName('a-package-whose-name-is-rather-long-'),
    version: '1.0.0',
  });
});

/** A tab in which the admin is signed in. */
async function desk(width: number): Promise<Tab> {
  const tab = await openTab(browser, { viewport: { width, height: 800 } });
  const { url } = registry;
  const cookie = { name: sessionName(registry), value: admin.token, url };
  await tab.page.context().addCookies([cookie]);
  return tab;
}

const isWide = async (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

const PAGES = [
  '/-/web/admin',
  '/-/web/admin/dashboard',
  '/-/web/admin/users',
  '/-/web/admin/claims?name=left-pad',
  '/-/web/admin/policies',
  '/-/web/admin/quarantine?name=left-pad&version=1.0.0',
  '/-/web/admin/jobs',
  '/-/web/admin/storage?count=yes',
  '/-/web/audit',
];

test('every page for admins fits a phone, and shows hostile names as text', async () => {
  const { page, faults } = await desk(360);
  const paths = [...PAGES, `/-/web/admin/users/${alice.name}`, `/-/web/audit?actor=${alice.name}`];
  for (const path of paths) {
    await page.goto(`${registry.url}${path}`);
    await page.evaluate(
      'for (const each of document.querySelectorAll("details")) each.open = true',
    );
    expect([path, await page.locator('h1').count(), await isWide(page)]).toEqual([path, 1, false]);
  }
  await page.goto(`${registry.url}/-/web/admin/users/${alice.name}`);
  expect(await page.getByText(HOSTILE).count()).toBe(1);
  expect(faults).toEqual([]);
});

test('admins find a user, make them an admin, and read that in the audit log', async () => {
  const { page, faults } = await desk(1280);
  await page.goto(`${registry.url}/-/web/admin`);
  await page.getByRole('link', { name: 'What was missed' }).click();
  await page.getByRole('rowheader', { name: 'nobody-has-this' }).waitFor();
  await page.getByRole('link', { name: 'Users', exact: true }).click();
  await page.getByLabel('Names that begin with').fill(alice.name);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('link', { name: alice.name }).click();
  await page.getByRole('button', { name: `Make ${alice.name} an admin` }).click();
  await page.getByRole('button', { name: 'Take the adminship away' }).waitFor();
  await page.getByRole('link', { name: 'What was done to this account' }).click();
  await page.getByRole('link', { name: 'admin-change' }).waitFor();
  await page.goto(`${registry.url}/-/web/admin/users`);
  await page.getByRole('button', { name: 'Make a code' }).click();
  expect(await page.locator('pre').first().textContent()).toMatch(/^\d{12,}$/);
  await expectAccessible(page);
  expect(faults).toEqual([]);
});
