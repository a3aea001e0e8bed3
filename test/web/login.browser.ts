import { expect, test } from 'vitest';

import { startProvider } from '../sso/provider.ts';
import { begin, poll, settingsFor } from '../sso/stage.ts';
import { server } from '../target.ts';
import { expectAccessible, openBrowser, openTab } from './browser.ts';

test('a login that a terminal asks for is approved by the form of its page, and goes on to the provider', async () => {
  const provider = await startProvider();
  const registry = await server(settingsFor(provider));
  const { page, faults } = await openTab(await openBrowser());
  const { loginUrl, doneUrl } = await begin({ target: registry });
  await page.goto(loginUrl);
  await expectAccessible(page);
  expect(faults).toEqual([]);
  await page.getByRole('button', { name: 'Sign in with Example Login' }).click();
  await page.waitForURL((url) => url.origin === new URL(provider.issuer).origin);
  expect((await poll({ target: registry }, doneUrl)).status).toBe(202);
});
