import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { expectAccessible, openBrowser, openTab } from './browser.ts';

const registry = await server();
const browser = await openBrowser();
const name = uniqueName();
const base = `${registry.url}/-/web/package/${name}`;
const PHONE = { viewport: { width: 360, height: 740 } };
const LONG_LINE = `export const table = '${'0123456789'.repeat(60)}';`;
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const HOSTILE = `docs/"><script>alert(1)<\u202e${'long'.repeat(12)}.md`;
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
  const shared = { name, description: 'Greets people', license: 'MIT' };
  await publishBoth(shared);
});

async function publishBoth(shared: { readonly name: string }): Promise<void> {
  const before = Array.from({ length: 40 }, (_, at) => `export const value${at} = ${at};`);
  const after = before.with(20, 'export const value20 = "twenty";').with(21, LONG_LINE);
  await alice.publish(
    { ...shared, version: '1.0.0', dependencies: { left: '^1.0.0' } },
    {
      files: {
        'src/index.js': `${before.join('\n')}\n`,
        'README.md': '# Greets\n',
        'old.js': 'gone\n',
        'logo.png': PIXEL,
      },
    },
  );
  await alice.publish(
    {
      ...shared,
      version: '1.1.0',
      dependencies: { left: '^2.0.0', right: 'git+https://example.com/right.git' },
      scripts: { postinstall: 'node collect.js' },
    },
    {
      files: {
        'src/index.js': `${after.join('\n')}\n`,
        'README.md': '# Greets\n\n<img src=x onerror=alert(1)>\n',
        'collect.js': 'fetch("https://example.com");\n',
        'logo.png': PIXEL,
        'data.bin': Buffer.from([0, 1, 2, 3]),
        [HOSTILE]: 'hidden\u202e text\n',
      },
    },
  );
}

describe('the files of a version', () => {
  test('lead from folder to file to line, by links alone', async () => {
    const { page, faults } = await openTab(browser, { ...PHONE, javaScriptEnabled: false });
    await page.goto(`${base}/files`);
    await expectNoSideways(page);
    await page.getByRole('link', { name: 'src/' }).click();
    await page.getByRole('link', { name: 'index.js' }).click();
    await page.getByRole('link', { name: '22', exact: true }).click();
    await page.waitForURL('**#L22');
    expect(await page.locator('.line:target').textContent()).toContain(LONG_LINE);
    await expectNoSideways(page);
    expect(faults).toEqual([]);
  });

  test('are accessible, show images and nothing of what a name or a file would run', async () => {
    const { page, faults } = await openTab(browser);
    await page.goto(`${base}/files`);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'logo.png' }).click();
    const image = page.locator('main img');
    await expect.poll(async () => image.evaluate((each: any) => each.naturalWidth)).toBe(1);
    await page.goBack();
    await page.getByRole('link', { name: 'docs/' }).click();
    await page.locator('.files a').click();
    expect(await page.locator('.code').textContent()).toContain('hiddenU+202E text');
    await expectAccessible(page);
    await page.goto(`${base}/files?path=src/index.js#L21`);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Raw' }).click();
    await page.waitForURL(/\/raw\?/);
    expect(await page.evaluate('document.contentType')).toBe('text/plain');
    expect(faults).toEqual([]);
  });
});

describe('what differs between two versions', () => {
  test('is shown with what matters first, and one file whole', async () => {
    const { page, faults } = await openTab(browser, PHONE);
    await page.goto(`${base}/diff`);
    const alarm = await page.locator('.notice.bad').first().textContent();
    expect(alarm).toContain('Runs code when it is installed');
    expect(alarm).toContain('not from a registry: right');
    await expectAccessible(page);
    await expectNoSideways(page);
    await page.locator('.files').getByRole('link', { name: 'src/index.js' }).click();
    await page.waitForLoadState();
    expect(await page.locator('.added').allTextContents()).toEqual([
      '+export const value20 = "twenty";\n',
      `+${LONG_LINE}\n`,
    ]);
    await expectAccessible(page);
    await expectNoSideways(page);
    await page.getByLabel('From').selectOption('1.1.0');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('All files are the same').waitFor();
    expect(faults).toEqual([]);
  });
});

/** Nothing is wider than the window. */
async function expectNoSideways(page: Page): Promise<void> {
  await page.waitForLoadState();
  expect(
    await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
  ).toBeLessThanOrEqual(0);
}
