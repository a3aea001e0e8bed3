import type { Target } from '../target.ts';
import { type Browser, openBrowser, type Shown } from './browser.ts';

/** Signs in at the provider, whose pages a browser shows, and ends at what the registry says to it. */
export async function signInAt(browser: Browser, shown: Shown, login: string): Promise<Shown> {
  if (!/name="prompt"/.test(shown.text)) return shown;
  const asksWho = /name="login"/.test(shown.text);
  const fields = asksWho ? { login, password: 'any' } : {};
  return signInAt(browser, await browser.submit(shown, fields), login);
}

/** What a person does with the URL that a terminal shows: looks at it, goes on, and signs in. */
export async function approve(
  target: Target,
  loginUrl: string,
  login: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Shown> {
  const browser = openBrowser(target);
  const asked = await browser.open(loginUrl);
  const provider = await browser.submit(asked, { answer: 'yes', ...fields });
  return signInAt(browser, provider, login);
}
