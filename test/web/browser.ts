import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';

import { atEnd } from '../at-end.ts';

/** The browser of this run. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.connect(inject('browser'));
  atEnd(async () => browser.close());
  return browser;
}

/** A page in a context of its own, and all that went wrong in it. */
export interface Tab {
  readonly page: Page;
  /** Errors of scripts, of the console and of what could not be loaded, violations of the policy among them. */
  readonly faults: readonly string[];
}

export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  return { page, faults };
}

/** Sets of rules that pages are held to. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails by what axe says against the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  // Whoever has pressed something is at its page, of which some may not be there yet.
  await page.waitForLoadState();
  // By the protocol, not by an element: the page's policy lets in no script of ours.
  const found = await page.evaluate(`(async () => {
    ${axe.source}
    const { violations } = await axe.run(document, ${JSON.stringify({ runOnly: RULES })});
    return violations.map(({ id, help, nodes }) => id + ': ' + help + ' ' + nodes.map(({ html, target }) => target + ' ' + html.slice(0, 160)).join(' | '));
  })()`);
  expect(found).toEqual([]);
}
