import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { ACCOUNT, SIGN_IN, visitor } from '../browsing.ts';
import { PASSWORD, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { type Browser, openBrowser, type Shown } from './browser.ts';
import { signInAt } from './person.ts';
import type { SsoStage } from './stage.ts';

/** Who is signed in, as pages are told. */
const who = ({ cookies }: Browser): string | undefined =>
  [...cookies].find(([key]) => / pantry-user(?:-\d+)?$/.test(key))?.[1];

/** Signing in to the pages by a provider. */
export function browserContract(stage: SsoStage): void {
  const { target, provider } = stage;
  const somebody = (): string => {
    const login = uniqueName('sub');
    provider.people.set(login, { preferred_username: login });
    return login;
  };
  const at = (path: string): URL => new URL(path, target.url);
  const send = async (
    browser: Browser,
    path: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<Shown> =>
    browser.ask(at(path), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams(fields).toString(),
    });
  /** The provider's first page, in a browser that pressed the button. */
  const goOn = async (browser: Browser, path: string, fields = {}): Promise<Shown> => {
    const shown = await send(browser, path, fields);
    expect(shown.status).toBe(200);
    const next = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(shown.text)?.[1] ?? '';
    return browser.open(next.replaceAll('&amp;', '&'));
  };
  describe('signing in to pages by the provider', () => {
    test('comes back to the page that was wanted, as somebody who is signed in', async () => {
      const login = somebody();
      const browser = openBrowser(target);
      const form = await browser.open(at(`${ACCOUNT}/tokens`));
      expect(form.url.pathname).toBe(SIGN_IN);
      expect(form.text).toContain('Sign in with Example Login');
      const next = form.url.searchParams.get('next') ?? '';
      const shown = await goOn(browser, `${SIGN_IN}/provider`, { next });
      const back = await signInAt(browser, shown, login);
      expect([back.status, back.url.pathname]).toEqual([200, `${ACCOUNT}/tokens`]);
      expect(back.text).toContain('this browser');
      expect(who(browser)).toBe(login);
      expect([...browser.cookies.keys()].filter((key) => key.includes('pantry-login'))).toEqual([]);
      // Who has no password makes tokens for a while after signing in.
      const made = await send(browser, `${ACCOUNT}/tokens/new`, {
        name: 'ci',
        permission: 'read-only',
      });
      expect([made.status, made.text]).toEqual([201, expect.stringMatching(/pantry_\w{38}/)]);
    });

    test('goes on to no other site', async () => {
      const browser = openBrowser(target);
      const next = '//evil.example/';
      const shown = await goOn(browser, `${SIGN_IN}/provider`, { next });
      const back = await signInAt(browser, shown, somebody());
      expect(back.url.href).toBe(at(ACCOUNT).href);
    });

    test('signs in the browser that began, and no other', async () => {
      const [attacker, victim] = [openBrowser(target), openBrowser(target)];
      let shown = await goOn(attacker, `${SIGN_IN}/provider`);
      while (!/name="prompt" value="consent"/.test(shown.text)) {
        shown = await attacker.submit(shown, { login: somebody(), password: 'any' });
      }
      for (const key of attacker.cookies.keys()) {
        if (key.includes('pantry-login')) attacker.cookies.delete(key);
      }
      const refused = await attacker.submit(shown, {});
      expect([refused.status, who(attacker)]).toEqual([403, undefined]);
      expect((await victim.ask(refused.url)).status).toBe(403);
      expect(who(victim)).toBe(undefined);
    });

    test('says what the provider said, and where to begin again', async () => {
      const browser = openBrowser(target);
      const shown = await goOn(browser, `${SIGN_IN}/provider`);
      const abort = /href="([^"]+\/abort)"/.exec(shown.text)?.[1] ?? '';
      const back = await browser.open(abort);
      expect([back.status, back.text]).toEqual([
        403,
        expect.stringMatching(/Example Login did not sign you in.*Sign in again/s),
      ]);
      expect(who(browser)).toBe(undefined);
    });

    test('links a sign-in to the account, shows it, and unlinks it', async () => {
      const [alice, login] = [await user(target, 'alice'), somebody()];
      const browser = openBrowser(target);
      await send(browser, SIGN_IN, { name: alice.name, password: PASSWORD });
      expect((await send(browser, `${ACCOUNT}/sign-ins/link`, { password: 'no' })).status).toBe(
        401,
      );
      const shown = await goOn(browser, `${ACCOUNT}/sign-ins/link`, { password: PASSWORD });
      const back = await signInAt(browser, shown, login);
      expect(back.text).toContain('The sign-in is linked to your account');
      expect(back.text).toContain(login);
      const other = openBrowser(target);
      await signInAt(other, await goOn(other, `${SIGN_IN}/provider`), login);
      expect(who(other)).toBe(alice.name);
      const id = /unlink\?id=([\da-f]{64})/.exec(back.text)?.[1] ?? '';
      const path = `${ACCOUNT}/sign-ins/unlink`;
      expect((await browser.open(at(`${path}?id=${id}`))).text).toContain(login);
      expect((await browser.open(at(`${path}?id=example`))).status).toBe(404);
      expect((await send(browser, path, { id, password: 'no' })).status).toBe(401);
      expect((await send(browser, path, { id, password: PASSWORD })).status).toBe(303);
      expect((await browser.open(at(`${ACCOUNT}/sign-ins`))).text).not.toContain(login);
    });

    test('is nothing that who owes a code can go on to: the account stays its owner’s', async () => {
      const { alice } = await enrolled(target, 'auth-only');
      const thief = visitor(target);
      await thief.post(SIGN_IN, { name: alice.name, password: PASSWORD });
      const [cookie = '', secret = ''] = [...thief.cookies][0] ?? [];
      const id = cookie.slice(-16);
      const derive = (label: string): string =>
        createHmac('sha256', secret).update(`${label} ${id}`).digest('base64url');
      // What callback would take from a browser that had gone to the provider.
      const query = new URLSearchParams({ state: `${id}.${derive('state')}`, code: 'any' });
      const answer = await thief.get(`/-/v1/login/callback?${query.toString()}`);
      expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('too old')]);
      expect((await alice.get('/-/v1/user/identities')).body.total).toBe(0);
    });
  });
}
