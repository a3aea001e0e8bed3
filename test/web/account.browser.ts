import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';

import { advance, codeOf, stepAt } from '../authenticator.ts';
import { type Client, PASSWORD, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { expectAccessible, openBrowser, openTab } from './browser.ts';

const registry = await server();
const browser = await openBrowser();
// The first account administers the registry: it is none of those that this is about.
await user(registry, 'first');

const ACCOUNT = `${registry.url}/-/web/account`;
const heading = async (page: Page): Promise<string | null> => page.locator('h1').textContent();
/** A code that was not used yet, half a minute later. */
const nextCode = (key: string): string => {
  advance(registry, 30_000);
  return codeOf(key, stepAt(registry));
};
const isWide = async (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
/** Types into the field with which a page begins, once the browser is there. */
async function begin(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label);
  await field.and(page.locator(':focus')).waitFor();
  await page.keyboard.type(text);
}
/** By what its heading says: a key that is pressed does not wait for the page that it leads to. */
const isAt = async (page: Page, text: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor();
const isTold = async (page: Page, text: string): Promise<void> =>
  page.locator('[role="status"]', { hasText: text }).waitFor();

async function signIn(page: Page, { name }: Pick<Client, 'name'>): Promise<void> {
  await page.goto(`${ACCOUNT}/sign-in`);
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describe('an account in a browser', () => {
  test('from signing up to signing out, with a second factor and a token', async () => {
    const { page, faults } = await openTab(browser);
    const name = uniqueName('alice');
    await page.goto(ACCOUNT);
    expect(await heading(page)).toContain('Sign in to');
    await page.getByRole('link', { name: 'Sign up' }).click();
    await page.waitForURL('**/sign-up*');
    // Typing begins where the page says.
    await begin(page, 'User name', name);
    await page.keyboard.press('Tab');
    await page.keyboard.type('alice@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(ACCOUNT);
    // Pages that are the same for everybody say who is signed in, where scripts run.
    expect(await page.locator('[data-account]').textContent()).toBe(name);

    await page.getByRole('link', { name: 'Set up' }).click();
    await page.getByRole('link', { name: 'Set up a second factor' }).click();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.qr svg');
    await expectAccessible(page);
    const key = ((await page.locator('#key').textContent()) ?? '').replaceAll(' ', '');
    await page.locator('#code').fill(nextCode(key));
    await page.keyboard.press('Enter');
    const recovery = ((await page.locator('#recovery').textContent()) ?? '').split('\n');
    expect([await heading(page), recovery.length]).toEqual(['Your recovery codes', 10]);
    await expectAccessible(page);

    await page.getByRole('link', { name: 'Tokens' }).click();
    expect(await page.locator('.entry').textContent()).toMatch(/Browser, Chrome.*this browser/s);
    await page.getByRole('link', { name: 'New token' }).click();
    await page.getByLabel('Name').fill('ci');
    await page.getByLabel('Scopes').fill('@acme');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByLabel('Code of your').fill(recovery[0] ?? '');
    await page.keyboard.press('Enter');
    const token = (await page.locator('#token').textContent()) ?? '';
    expect(token).toMatch(/^pantry_\w{38}$/);
    await expectAccessible(page);
    const asked = { headers: { authorization: `Bearer ${token}` } };
    expect((await registry.fetch('/-/whoami', asked)).status).toBe(200);
    await page.getByRole('link', { name: 'Back to your tokens' }).click();
    await page.getByRole('link', { name: /Revoke ci/ }).click();
    await begin(page, 'Code', nextCode(key));
    await page.keyboard.press('Enter');
    await isTold(page, 'The token is revoked.');
    expect((await registry.fetch('/-/whoami', asked)).status).toBe(401);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await isTold(page, 'You are signed out.');
    expect(await page.locator('[data-account]').textContent()).toBe('Account');
    await page.goto(`${ACCOUNT}/tokens`);
    expect(await heading(page)).toContain('Sign in to');
    await signIn(page, { name });
    await isAt(page, 'Enter a code');
    await begin(page, 'Code', nextCode(key));
    await page.keyboard.press('Enter');
    await page.waitForURL(ACCOUNT);
    expect(faults).toEqual([]);
  });

  test('without scripts, on a small screen, in the dark', async () => {
    const alice = await user(registry, 'alice');
    const viewport = { width: 360, height: 740 };
    const options = { viewport, javaScriptEnabled: false, colorScheme: 'dark' } as const;
    const { page, faults } = await openTab(browser, options);
    await signIn(page, alice);
    await isAt(page, 'Your account');
    for (const path of ['', '/tokens', '/tokens/new', '/second-factor/begin', '/password']) {
      await page.goto(ACCOUNT + path);
      expect([path, await isWide(page)]).toEqual([path, false]);
    }
    await page.goto(`${ACCOUNT}/email`);
    await page.getByLabel('E-mail address').fill('new@example.org');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Change' }).click();
    await isTold(page, 'is changed');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await isTold(page, 'You are signed out.');
    expect(faults).toEqual([]);
  });
});
