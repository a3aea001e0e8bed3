import type { Browser, BrowserContextOptions } from 'playwright-core';

import type { Client } from '../client.ts';
import { sessionName } from '../session-cookie.ts';
import type { Target } from '../target.ts';
import { openTab, type Tab } from './browser.ts';

/** A tab in which somebody is signed in, without going through the form. */
export async function openTabOf(
  { token }: Client,
  registry: Target,
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Tab> {
  const tab = await openTab(browser, options);
  await tab.page.context().addCookies([
    {
      name: sessionName(registry),
      value: token,
      url: registry.url,
      httpOnly: true,
      sameSite: 'Lax',
    },
  ]);
  return tab;
}
