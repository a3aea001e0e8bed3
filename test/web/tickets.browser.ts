import { expect, test } from 'vitest';

import { firstAdmin } from '../audit-log.ts';
import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { openBrowser } from './browser.ts';
import { openTabOf } from './session.ts';

const registry = await server();
const browser = await openBrowser();
// Whoever comes first is the admin.
const operators = await firstAdmin(registry);

test('somebody asks by a package’s form, its owner answers, and it is closed, all without scripts', async () => {
  const [owner, asker] = [await user(registry, 'owner'), await user(registry, 'asker')];
  const name = uniqueName();
  await owner.publish({ name, version: '1.0.0' });
  const { page, faults } = await openTabOf(asker, registry, browser, {
    viewport: { width: 360, height: 740 },
  });
  await page.goto(`${registry.url}/-/web/package/${name}/report`);
  await page.getByLabel('Something is broken').check();
  await page.getByLabel('In a few words').fill('Fails <b>here</b>');
  await page.getByLabel('What do you want to say?').fill('<script>alert(1)</script>\nsecond line');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForURL(/tickets\/[\da-f-]{36}$/);
  expect(await page.locator('h1').textContent()).toBe('Fails <b>here</b>');
  expect(await page.locator('.message').textContent()).toContain('<script>');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  const there = page.url();

  const theirs = await openTabOf(owner, registry, browser, { javaScriptEnabled: false });
  await theirs.page.goto(`${registry.url}/-/web/account/tickets?of=${name}`);
  await theirs.page.getByRole('link', { name: 'Fails <b>here</b>' }).click();
  await theirs.page.getByRole('textbox', { name: 'Message' }).fill('Fixed in 1.0.1');
  await theirs.page.getByRole('button', { name: 'Send' }).click();
  await theirs.page.locator('.tag', { hasText: /^Answered$/ }).waitFor();

  await page.goto(`${registry.url}/-/web/account/tickets`);
  await page.goto(there);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.locator('.tag', { hasText: /^Closed$/ }).waitFor();
  expect(faults).toEqual([]);
  expect(theirs.faults).toEqual([]);
});

test('what is reported as abuse is with the operators, who find it in their queue', async () => {
  const [owner, asker] = [await user(registry, 'owner'), await user(registry, 'asker')];
  const name = uniqueName();
  await owner.publish({ name, version: '1.0.0' });
  const { page } = await openTabOf(asker, registry, browser);
  await page.goto(`${registry.url}/-/web/package/${name}/report`);
  await page.getByLabel('Report malware or abuse').check();
  await page.getByLabel('In a few words').fill(`Steals tokens of ${name}`);
  await page.getByLabel('What do you want to say?').fill('See its postinstall.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForURL(/tickets\/[\da-f-]{36}$/);
  const theirs = await openTabOf(owner, registry, browser);
  expect((await theirs.page.goto(page.url()))?.status()).toBe(404);
  const operator = await openTabOf(operators, registry, browser);
  await operator.page.goto(`${registry.url}/-/web/account/tickets?of=%40operators`);
  await operator.page.getByRole('link', { name: `Steals tokens of ${name}` }).click();
  expect(await operator.page.locator('.message').textContent()).toBe('See its postinstall.');
});
