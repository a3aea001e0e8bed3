import type { Page, ViewportSize } from 'playwright-core';
import { expect, test } from 'vitest';

import { fill } from '../../scripts/screenshots/fill.ts';
import { type Shot, shotsOf } from '../../scripts/screenshots/pages.ts';
import { openStudio } from '../../scripts/screenshots/registry.ts';
import { atEnd } from '../at-end.ts';
import { sessionCookie } from '../session-cookie.ts';
import { expectAccessible, openBrowser, openTab, type Tab } from './browser.ts';

/** Bytes of a page as it is before it is packed. */
const LARGEST = 60_000;
const LARGEST_OVERVIEW = 40_000;
/** A page that moves by less keeps still, as far as anybody sees: Lighthouse calls 0.1 good. */
const STILL = 0.02;

const browser = await openBrowser();
const studio = await openStudio();
atEnd(studio.stop);
const filled = await fill(studio);
/** Every page, and what stands in the place of one that is not there. */
const shots: readonly (Shot & { readonly status?: number })[] = [
  ...shotsOf(filled),
  { name: 'error page', path: '/-/web/package/nobody-has-this', status: 404 },
];

/** What a page does that scripts may see: how much of it moved, and what its policy stopped. */
const WATCH = `
  window.seen = { moved: 0, stopped: [] };
  const add = (entries) => entries.forEach(({ value }) => { seen.moved += value; });
  seen.observer = new PerformanceObserver((list) => add(list.getEntries()));
  seen.observer.observe({ type: 'layout-shift', buffered: true });
  seen.read = () => { add(seen.observer.takeRecords()); return seen; };
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => seen.stopped.push(violatedDirective + ' ' + blockedURI));`;

/** What moved and was stopped, once the page was painted. */
const SEEN = `new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const { moved, stopped } = seen.read();
    resolve({ moved, stopped });
  }));
})`;

/** What somebody who has a keyboard and no mouse comes to, first to last, and of it what does not show that they are there. */
const KEYBOARD = `(() => {
  const first = document.activeElement;
  const found = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')].filter((each) => each.checkVisibility() && !each.matches(':disabled'));
  const unseen = found.filter((each) => {
    each.focus({ focusVisible: true, preventScroll: true });
    const mark = each.matches('.install input') ? each.nextElementSibling : each;
    const { outlineStyle, outlineWidth } = getComputedStyle(mark);
    return outlineStyle === 'none' || parseFloat(outlineWidth) < 2;
  });
  return {
    first: first.className,
    skips: found[0].className,
    outOfOrder: found.filter(({ tabIndex }) => tabIndex !== 0).map(({ outerHTML }) => outerHTML),
    unseen: unseen.map(({ outerHTML }) => outerHTML),
  };
})()`;

/** What is folded away belongs to a page as well. */
const OPEN = 'document.querySelectorAll("details").forEach((each) => { each.open = true; })';

interface Look {
  readonly tab: Tab;
  readonly phone: boolean;
}

async function openLook(
  viewport: ViewportSize,
  colorScheme: 'light' | 'dark',
  phone: boolean,
): Promise<Look> {
  const tab = await openTab(browser, { viewport, colorScheme });
  await tab.page.context().addInitScript(WATCH);
  return { tab, phone };
}
const looks = [
  await openLook({ width: 1280, height: 800 }, 'light', false),
  await openLook({ width: 360, height: 740 }, 'dark', true),
];

async function enter(page: Page, { as, cookie }: Shot): Promise<void> {
  const context = page.context();
  await context.clearCookies();
  const session = as === undefined ? cookie : sessionCookie(studio, filled.people[as]);
  if (session === undefined) return;
  const [name = '', value = ''] = session.split('=');
  await context.addCookies([{ name, value, url: studio.url }]);
}

async function look(shot: (typeof shots)[number], { tab: { page, faults }, phone }: Look) {
  await enter(page, shot);
  const before = faults.length;
  const answer = await page.goto(studio.url + shot.path);
  const status = answer?.status();
  const largest = shot.name === 'web-package/overview' ? LARGEST_OVERVIEW : LARGEST;
  const isLarge = ((await answer?.body())?.length ?? 0) > largest;
  const { moved, stopped } = await page.evaluate<{ moved: number; stopped: string[] }>(SEEN);
  if (!(await page.evaluate('document.activeElement.autofocus'))) await page.keyboard.press('Tab');
  if (phone) await page.evaluate(OPEN);
  const keyboard = await page.evaluate<object>(KEYBOARD);
  await expectAccessible(page);
  const wider = await page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - innerWidth)',
  );
  // Chromium logs itself that a page is not there.
  const told = faults.slice(before).filter((text) => !text.endsWith('404 (Not Found)'));
  return { status, isLarge, keepsStill: moved < STILL, stopped, ...keyboard, wider, told };
}

test.each(shots.map((shot) => [[shot.name, shot.state].join(' '), shot] as const))(
  'is for everybody, keeps still and breaks no rule: %s',
  async (_, shot) => {
    const found = await Promise.all(looks.map(async (each) => look(shot, each)));
    const good = {
      status: shot.status ?? 200,
      isLarge: false,
      keepsStill: true,
      stopped: [],
      first: expect.stringMatching(/^(skip)?$/),
      skips: 'skip',
      outOfOrder: [],
      unseen: [],
      wider: 0,
      told: [],
    };
    expect(found).toEqual([good, good]);
  },
);
