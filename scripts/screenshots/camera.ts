import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
} from 'playwright-core';

import { sessionCookie } from '../../test/session-cookie.ts';
import { startChromium } from '../../test/web/chromium.ts';
import { useFontsOfMachine } from './fonts.ts';
import type { Shot } from './pages.ts';
import type { People } from './people.ts';
import type { Studio } from './registry.ts';

/** Each page in each of them, in a folder of that name. */
export const LOOKS = {
  light: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;
export type Look = keyof typeof LOOKS;

/** Takes pictures into a folder, and tells what was wrong with pages on the way. */
export interface Camera {
  /** `all`: also what is below the window. */
  readonly take: (shot: Shot, look: Look, part: 'all' | 'window') => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export async function openCamera(studio: Studio, people: People, folder: string): Promise<Camera> {
  useFontsOfMachine();
  const server = await startChromium();
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    async take(shot, look, part) {
      const context = await contextOf(browser, { studio, people, shot, look });
      try {
        const faults = await photograph(context, {
          url: studio.url + shot.path,
          file: fileOf(folder, look, shot),
          fullPage: part === 'all',
        });
        return faults.map((fault) => `${shot.path} (${look}): ${fault}`);
      } finally {
        await context.close();
      }
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

function fileOf(folder: string, look: Look, { name, state }: Shot): string {
  const place = path.join(folder, look);
  mkdirSync(place, { recursive: true });
  const file = `${name.replace(/^web-/, '').replace('/', '-')}${state === undefined ? '' : `-${state}`}`;
  return path.join(place, `${file}.png`);
}

interface Scene {
  readonly studio: Studio;
  readonly people: People;
  readonly shot: Shot;
  readonly look: Look;
}

/** The browser believes that it is at the public URL: what it asks there is answered by the registry of this process. */
async function contextOf(browser: Browser, scene: Scene): Promise<BrowserContext> {
  const { studio, people, shot, look } = scene;
  const context = await browser.newContext({ reducedMotion: 'reduce', ...LOOKS[look] });
  const session = shot.as === undefined ? shot.cookie : sessionCookie(studio, people[shot.as]);
  if (shot.as !== undefined) {
    await context.addCookies([{ name: 'pantry-user', value: shot.as, url: studio.url }]);
  }
  await context.route(`${studio.url}/**`, async (route) => {
    const request = route.request();
    const headers = { ...request.headers(), ...(session !== undefined && { cookie: session }) };
    const url = studio.origin + request.url().slice(studio.url.length);
    await route.fulfill({ response: await route.fetch({ url, headers, maxRedirects: 0 }) });
  });
  return context;
}

interface Picture {
  readonly url: string;
  readonly file: string;
  readonly fullPage: boolean;
}

async function photograph(context: BrowserContext, { url, file, fullPage }: Picture) {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  const answer = await page.goto(url, { waitUntil: 'networkidle' });
  if (answer?.status() !== 200) faults.push(`is answered with ${answer?.status()}`);
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  if (wide > 0) faults.push(`is ${wide} pixels wider than the screen`);
  await page.screenshot({ path: file, fullPage });
  return faults;
}
