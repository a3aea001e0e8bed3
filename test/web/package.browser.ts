import { beforeAll, describe, expect, test } from 'vitest';

import { type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { expectAccessible, openBrowser, openTab } from './browser.ts';

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

/** A package with much in it, and some downloads that are over. */
async function busy(): Promise<string> {
  const name = `@${uniqueName('scope')}/${uniqueName()}`;
  const more = {
    description: 'Cuts things',
    license: 'MIT',
    repository: 'github:acme/tool',
    homepage: 'https://tool.example.com',
    keywords: ['cut', 'things'],
    engines: { node: '>=20' },
    dependencies: { other: '^1.0.0' },
    peerDependencies: { host: '*' },
    scripts: { postinstall: 'node build.js' },
  };
  for (const version of ['1.0.0', '1.1.0']) await alice.publish({ name, version, ...more });
  await alice.put(`/-/v1/packages/${name.replace('/', '%2f')}/advisories/cut-1`, {
    title: 'It cuts fingers',
    severity: 'high',
    vulnerable_versions: '<1.1.0',
    patched_versions: '>=1.1.0',
  });
  const headers = { 'user-agent': 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false' };
  for (const version of ['1.0.0', '1.1.0', '1.1.0']) {
    const file = `${name.split('/')[1] ?? ''}-${version}.tgz`;
    await (await registry.fetch(`/${name}/-/${file}`, { headers })).arrayBuffer();
  }
  return name;
}

/** Pixels by which a page is wider than its window. */
const OVERFLOW =
  'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)';

describe('the pages of a package', () => {
  test('are accessible, light and dark, on a phone too, without a fault', async () => {
    const name = await busy();
    const { page, faults } = await openTab(browser, { viewport: PHONE });
    for (const tab of TABS) {
      await page.goto(urlOf(name, tab));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
      }
      expect([tab, await page.evaluate(OVERFLOW)]).toEqual([tab, 0]);
    }
    expect(faults).toEqual([]);
  });

  test('say how each client installs it, by keyboard alone', async () => {
    const name = await busy();
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

  test('are painted at once and do not move', async () => {
    const name = await busy();
    const { page } = await openTab(browser);
    await page.goto(urlOf(name));
    await page.waitForLoadState('networkidle');
    const { shifts, paints } = await page.evaluate<{
      shifts: number[];
      paints: string[];
    }>(`(async () => {
      const entries = (type) => new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
        setTimeout(resolve, 500, []);
      });
      const [shifts, paints] = [await entries('layout-shift'), await entries('paint')];
      return { shifts: shifts.map(({ value }) => value), paints: paints.map(({ name }) => name) };
    })()`);
    expect(shifts).toEqual([]);
    expect(paints).toContain('first-contentful-paint');
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
