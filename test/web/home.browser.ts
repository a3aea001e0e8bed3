import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';

import { type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server, type Target } from '../target.ts';
import { expectAccessible, openBrowser, openTab, type Tab } from './browser.ts';

const browser = await openBrowser();
const PHONE = { viewport: { width: 360, height: 740 } };

/** Search follows a publish a moment later. */
async function waitForSearch({ fetch: ask }: Target, text: string, total: number): Promise<void> {
  await vi.waitUntil(
    async () => ((await (await ask(`/-/v1/search?text=${text}`)).json()) as any).total === total,
    15_000,
  );
}

/** Whether the page is wider than its window. */
const overflow = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));

/** Types, and waits for suggestions: for those of all that the field has then, as no others come after them. */
const type = async ({ page }: Tab, text: string, whole = text): Promise<void> => {
  const answered = page.waitForResponse(
    (response) => new URL(response.url()).searchParams.get('text') === whole,
  );
  await page.keyboard.type(text);
  await (await answered).finished();
  await page.locator('[role=option]').first().waitFor();
};

describe('home', () => {
  test('tells who has nothing yet how to publish, and then shows what there is', async () => {
    const registry = await server();
    const { page, faults } = await openTab(browser, PHONE);
    const { url } = registry;
    const cookie = { name: `pantry-user-${new URL(url).port}`, value: 'alice', url };
    await page.context().addCookies([cookie]);
    await page.goto(`${registry.url}/`);
    expect(await page.getByRole('navigation').textContent()).toBe('alice');
    expect(await page.locator('main').textContent()).toContain(
      `npm publish --registry=${registry.url}/`,
    );
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);

    const alice = await user(registry, 'alice');
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0', description: 'is <b>new</b>' });
    await waitForSearch(registry, name, 1);
    await expect
      .poll(async () => {
        await page.goto(`${registry.url}/`);
        return page.locator('section', { hasText: 'Newest' }).textContent();
      })
      .toContain(name);
    expect(await page.locator('.numbers').textContent()).toContain('1 package');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });
});

describe('search', async () => {
  const registry = await server();
  const word = uniqueName('needle').replaceAll('-', '');
  const names = Array.from({ length: 22 }, (_, index) => `${word}-${index}`);
  let alice: Client;

  beforeAll(async () => {
    alice = await user(registry, 'alice');
    const more = { version: '1.0.0', keywords: ['a b', word], license: 'MIT' };
    await Promise.all(names.map(async (name) => alice.publish({ name, ...more })));
    await waitForSearch(registry, word, names.length);
  });

  test('suggests names as somebody types, by keyboard and by ARIA', async () => {
    const tab = await openTab(browser, PHONE);
    const { page, faults } = tab;
    await page.goto(`${registry.url}/`);
    await page.keyboard.press('/');
    await type(tab, word.slice(0, -1));
    const field = page.getByRole('combobox');
    expect(await field.getAttribute('aria-expanded')).toBe('true');
    expect(await page.getByRole('option').count()).toBe(8);
    await expectAccessible(page);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = page.getByRole('option', { selected: true });
    expect(await chosen.count()).toBe(1);
    expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');
    expect(await field.getAttribute('aria-expanded')).toBe('false');
    expect(await field.inputValue()).toBe(word.slice(0, -1));
    await type(tab, word.slice(-1), word);
    await page.keyboard.press('ArrowDown');
    const name = (await chosen.getAttribute('data-name')) ?? '';
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/-/web/package/${name}`);
    expect(faults).toEqual([]);
  });

  test('shows results in pages, without scripts too', async () => {
    const { page, faults } = await openTab(browser, { ...PHONE, javaScriptEnabled: false });
    await page.goto(`${registry.url}/`);
    await page.getByRole('searchbox').fill(word);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/[?&]q=/);
    expect(await page.locator('.results > li').count()).toBe(20);
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.waitForURL(/[?&]page=2/);
    expect(await page.locator('.results > li').count()).toBe(2);
    expect(await page.getByRole('searchbox').inputValue()).toBe(word);
    expect(faults).toEqual([]);
  });

  test('is accessible with results and without, on a phone', async () => {
    const { page, faults } = await openTab(browser, PHONE);
    await page.goto(`${registry.url}/-/web/search?q=${names[3]}`);
    expect(await page.locator('.results > li').first().textContent()).toContain('exact match');
    await page.locator('summary').click();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    await page.goto(`${registry.url}/-/web/search?q=${uniqueName('nothing')}`);
    expect(await page.locator('main').textContent()).toContain('Nothing found');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });

  test('feeds and lists for programs are well-formed whatever packages say', async () => {
    const name = uniqueName('hostile');
    const description = '<script>"&\u0000\u001b\uFFFE]]> \uD800 é';
    await alice.publish({ name, version: '1.0.0', description });
    const { page, faults } = await openTab(browser);
    for (const path of [
      `/-/web/package/${name}/feed.atom`,
      '/-/web/feed.atom',
      '/-/web/opensearch.xml',
      '/-/web/sitemap.xml',
    ]) {
      const text = await (await registry.fetch(path)).text();
      const error = await page.evaluate(
        (xml) =>
          String(
            new (globalThis as any).DOMParser()
              .parseFromString(xml, 'application/xml')
              .querySelector('parsererror')?.textContent,
          ),
        text,
      );
      expect([path, error]).toEqual([path, 'undefined']);
    }
    expect(faults).toEqual([]);
  });
});
