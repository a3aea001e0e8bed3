import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { renderReadme } from '#domain/readme/render.ts';
import { repositoryOf } from '#domain/readme/repository.ts';

import { type Client, user } from '../client.ts';
import { type Found, mutated, randomly, unexpected } from '../domain/readme/allowed.ts';
import { PAYLOADS } from '../domain/readme/payloads.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { expectAccessible, openBrowser, openTab } from './browser.ts';

const registry = await server();
const browser = await openBrowser();
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

const unexpectedly = (error: unknown): never => {
  throw error;
};

const PIXEL = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

/** All that a page wants from elsewhere, and all that it asks its reader: nobody else is there to answer. */
async function watched(page: Page, own: string): Promise<readonly string[]> {
  const events: string[] = [];
  page.on('dialog', async (dialog) => {
    events.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.route(
    (url) => url.origin !== own,
    async (route) => {
      const request = route.request();
      const wanted = `${request.resourceType()} ${request.url().slice(0, 100)}`;
      const referrer = request.headers()['referer'];
      if (!wanted.startsWith('image https:') || referrer !== undefined) events.push(wanted);
      await route.fulfill({ contentType: 'image/gif', body: PIXEL });
    },
  );
  return events;
}

/** Elements below one, as the browser has them. */
const elementsIn = async (page: Page, selector: string): Promise<readonly Found[]> =>
  page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(`${selector} *`)})].map(({ localName, attributes }) => ({ tag: localName, attributes: [...attributes].map(({ name, value }) => [name, value]) }))`,
  );

describe('READMEs that mean harm', () => {
  test('do none in a browser, not even on a page without a policy', async () => {
    const { page, faults } = await openTab(browser);
    const own = 'https://bare.example';
    const events = await watched(page, own);
    const random = randomly(7);
    const texts = [...PAYLOADS, ...Array.from({ length: 300 }, () => mutated(PAYLOADS, random))];
    const base = {
      files: '/-/web/package/x/files?path=',
      repository: repositoryOf({ repository: 'acme/tool' }),
    };
    const rendered = texts.map((text) =>
      renderReadme({ text, filename: 'README.md', base }, unexpectedly),
    );
    await page.route(`${own}/**`, async (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><title>x</title><main>${rendered.map((html) => `<section>${html}</section>`).join('\n')}</main>`,
      }),
    );
    await page.goto(own);
    const found = await elementsIn(page, 'section');
    expect(found.length).toBeGreaterThan(1000);
    expect(unexpected(found.filter(({ tag }) => tag !== 'tbody'))).toEqual([]);
    // Each is still in its place, and nothing came out of it.
    expect(await page.locator('main > section').count()).toBe(texts.length);
    expect(await page.locator('body > :not(main), main > :not(section)').count()).toBe(0);
    await page.mouse.move(200, 200);
    await page.evaluate(
      `document.querySelectorAll('section a, summary').forEach((each) => each.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })))`,
    );
    expect(events).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('are shown by a page of the registry, whose policy has nothing to stop', async () => {
    const name = uniqueName();
    const calm = PAYLOADS.filter((text) =>
      renderReadme(
        { text: `${text}\n\nafter`, filename: 'a.md', base: { files: '' } },
        unexpectedly,
      ).includes('<p>after'),
    );
    const text = [Buffer.from('# Hostile \xFF\xC0\n\n', 'latin1'), Buffer.from(calm.join('\n\n'))];
    await alice.publish(
      { name, version: '1.0.0', repository: 'acme/tool' },
      { files: { 'README.md': Buffer.concat(text) } },
    );
    const { page, faults } = await openTab(browser, { viewport: { width: 360, height: 800 } });
    const events = await watched(page, registry.origin);
    await page.goto(`${registry.url}/-/web/package/${name}`);
    expect(
      unexpected((await elementsIn(page, '.prose')).filter(({ tag }) => tag !== 'tbody')),
    ).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await expectAccessible(page);
    expect(events).toEqual([]);
    expect(faults).toEqual([]);
  });
});

const README = `# Tool

[Usage](#usage) · [Files](docs/a.md) · ![a badge](https://img.example/badge.svg)

> [!NOTE]
> Read this **first**.

## Usage

\`\`\`js
import { tool } from 'tool'; // a comment that goes on for longer than a phone is wide
const answer = await tool({ deep: true, text: 'x', n: 42, re: /a+/ });
\`\`\`

\`\`\`diff
- before
+ after
\`\`\`

\`\`\`json
{ "a": null, "b": [1, "x"] }
\`\`\`

| Option | Default | What it does when it is set to something that takes a while to tell |
| ------ | :-----: | ---- |
| \`deep\` | \`false\` | Looks into everything |

- [x] works
- [ ] tested
  1. one
  2. two

> A quote with \`code\`, <kbd>Ctrl</kbd> and [a link](https://a.example).

<details><summary>More</summary>

\`\`\`sh
npm install tool # and then
\`\`\`

</details>
`;

describe('a README', () => {
  test.each(['light', 'dark'] as const)('is pleasant to read in the %s', async (colorScheme) => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' }, { files: { 'README.md': README } });
    const { page, faults } = await openTab(browser, { colorScheme });
    await watched(page, registry.origin);
    await page.goto(`${registry.url}/-/web/package/${name}`);
    await page.locator('summary').click();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Usage' }).click();
    expect(await page.locator(':target').textContent()).toBe('Usage');
    expect(faults).toEqual([]);
  });
});
