import { beforeAll, describe, expect, test } from 'vitest';

import { type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { openBrowser, openTab } from './browser.ts';

const registry = await server();
const browser = await openBrowser();
const PHONE = { width: 360, height: 740 };
const TABS = [
  '',
  '/v/1.0.0',
  '/versions',
  '/dependencies',
  '/dependents',
  '/downloads',
  '/security',
  '/score',
];
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

const urlOf = (name: string, tab = ''): string => `${registry.url}/-/web/package/${name}${tab}`;

/** Pixels by which a page is wider than its window. */
const OVERFLOW =
  'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)';

describe('the pages of a package', () => {
  test('say how each client installs it, by keyboard alone', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({ name, version: '1.0.0' });
    const { page, faults } = await openTab(browser, { javaScriptEnabled: false });
    await page.goto(urlOf(name));
    const shown = page.locator('.install pre:visible').first();
    expect(await shown.textContent()).toBe(`npm install ${name}`);
    await page.locator('#by-npm').focus();
    const commands: (string | null)[] = [];
    for (let key = 0; key < 4; key += 1) {
      await page.keyboard.press('ArrowRight');
      commands.push(await shown.textContent());
    }
    expect(commands).toEqual([
      `pnpm add ${name}`,
      `yarn add ${name}`,
      `bun add ${name}`,
      `deno add npm:${name}`,
    ]);
    expect(faults).toEqual([]);
  });

  test('stay whole whatever somebody publishes', async () => {
    const name = uniqueName();
    const long = 'W'.repeat(20_000);
    const evil = '"><img src=x onerror=alert(1)><script>alert(1)</script>';
    const links = { homepage: 'javascript:alert(1)', bugs: { url: evil }, repository: [evil] };
    const words = { description: long, keywords: [evil, long, null], author: { name: evil } };
    const more = { license: { type: evil }, funding: { url: evil }, engines: { [evil]: long } };
    const dependencies = { [evil]: long, [`a${'b'.repeat(200)}`]: '*' };
    const hostile = {
      ...links,
      ...words,
      ...more,
      dependencies,
      scripts: { install: evil + long },
    };
    await alice.publish({ name, version: '1.0.0', ...hostile });
    await alice.publish(
      { name, version: `1.0.1-${'a'.repeat(200)}`, ...hostile },
      { tag: 'w'.repeat(100) },
    );
    const { page, faults } = await openTab(browser, { viewport: PHONE });
    for (const tab of TABS) {
      await page.goto(urlOf(name, tab));
      expect([tab, await page.evaluate(OVERFLOW)]).toEqual([tab, 0]);
      expect(await page.locator('main script, main img, main a[href^="javascript"]').count()).toBe(
        0,
      );
    }
    expect(faults).toEqual([]);
  });
});
