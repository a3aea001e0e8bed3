import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Client, escape, user } from '../client.ts';
import { organization, type Organization, secret, team } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { sessionName } from '../session-cookie.ts';
import { staged } from '../staging.ts';
import { server } from '../target.ts';
import { expectAccessible, openBrowser, openTab, type Tab } from './browser.ts';

const registry = await server();
const browser = await openBrowser();

/** What would do something if any page took it as it is. */
const HOSTILE = `"><img src=x onerror="alert(1)"><script>alert(2)</script>${'w'.repeat(120)}`;
const PHONE = { width: 360, height: 740 };

let org: Organization;
let alice: Client;
let name: string;

beforeAll(async () => {
  org = await organization(registry);
  alice = org.owner;
  name = `@${org.name}/${uniqueName('a-name-that-is-long-for-a-phone')}`;
  for (const version of ['1.0.0', '1.1.0']) await alice.publish({ name, version });
  const path = `/-/v1/packages/${escape(name)}`;
  const texts = { '1.0.0': { deprecated: HOSTILE } };
  await alice.put(`/${escape(name)}`, { versions: texts });
  await alice.put(`${path}/advisories/acme-1`, {
    title: HOSTILE.slice(0, 200),
    severity: 'high',
    vulnerable_versions: '<1.1.0',
  });
  await alice.post(`/-/package/${escape(name)}/trust`, [
    { type: 'github', claims: { repository: 'acme/app' }, permissions: ['createPackage'] },
  ]);
  await staged(alice, { name, version: '1.2.0', scripts: { postinstall: HOSTILE } });
  await alice.put(`/-/org/${org.name}/team`, { name: 'core', description: HOSTILE });
  await alice.post(`/-/v1/orgs/${org.name}/invitations`, {});
  await secret(org);
  await team(org, org.member);
});

/** A tab in which somebody is signed in. */
async function tabOf(client: Client, options: Parameters<typeof openTab>[1] = {}): Promise<Tab> {
  const tab = await openTab(browser, options);
  await tab.page
    .context()
    .addCookies([{ name: sessionName(registry), value: client.token, url: registry.url }]);
  return tab;
}

const go = async (page: Page, path: string): Promise<void> => {
  const answer = await page.goto(registry.url + path);
  expect([path, answer?.status()]).toEqual([path, 200]);
};

/** Pixels by which a page is wider than the screen. */
const overflow = async (page: Page): Promise<unknown> =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)');

describe('settings and people in a browser', () => {
  test('take no script from texts, and fit a phone', async () => {
    const { page, faults } = await tabOf(alice, { viewport: PHONE });
    const settings = `/-/web/manage/${name}`;
    const people = `/-/web/people/org/${org.name}`;
    await registry.fetch(`/${name}/-/${name.split('/').at(-1)}-99.0.0.tgz`);
    for (const path of [
      ...[
        '',
        '/owners',
        '/trust',
        '/versions',
        '/staged',
        '/advisories',
        '/missing',
        '/unpublish',
      ].map((each) => settings + each),
      `/-/web/audit/package/${name}`,
      `/-/web/audit/org/${org.name}`,
      `/-/web/people/user/${alice.name}`,
      people,
      `${people}/manage`,
      `${people}/team/core`,
      '/-/web/people/new-org',
    ]) {
      await go(page, path);
      expect([path, await overflow(page)]).toEqual([path, 0]);
      expect([path, await page.locator('main img, main script').count()]).toEqual([path, 0]);
    }
    // Of today too.
    await go(page, `${settings}/missing`);
    await page.getByRole('rowheader', { name: '99.0.0' }).or(page.getByText('99.0.0')).waitFor();
    expect(faults).toEqual([]);
  });

  test('add and remove an owner by the keyboard alone', async () => {
    const bob = await user(registry, 'bob');
    const { page, faults } = await tabOf(alice);
    await go(page, `/-/web/manage/${name}`);
    await page.getByRole('link', { name: 'Owners' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/owners');
    await page.getByLabel('User name').focus();
    await page.keyboard.type(bob.name);
    await page.keyboard.press('Enter');
    await page.waitForURL('**done=owner-added');
    expect(await page.getByRole('status').textContent()).toContain('another owner');
    const remove = page.getByRole('button', { name: `Remove ${bob.name}` });
    for (let at = 0; at < 60; at += 1) {
      if (await remove.evaluate((each) => each.matches(':focus'))) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**done=owner-removed');
    expect(await page.getByRole('link', { name: bob.name }).count()).toBe(0);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });
});
