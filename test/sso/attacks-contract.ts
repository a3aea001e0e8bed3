import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { formOf, openBrowser, type Shown } from './browser.ts';
import { signInAt } from './person.ts';
import { begin, type GoneOn, goneOn, loggedIn, nameOf, poll, type SsoStage } from './stage.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** What somebody tries who wants to be somebody else, or wants somebody else to be them. */
export function attacksContract(stage: SsoStage): void {
  const { target, provider } = stage;
  const somebody = (claims: object = {}): string => {
    const login = uniqueName('sub');
    provider.people.set(login, { preferred_username: login, ...claims });
    return login;
  };
  /** The URL by which the provider sends a browser back, which has not followed it. */
  const callbackOf = async ({ browser, provider: shown }: GoneOn) => {
    let callback: URL | undefined;
    const stopping = {
      ...browser,
      submit: async (page: Shown, fields: Readonly<Record<string, string>>) => {
        const { action, hidden } = formOf(page);
        let next = await browser.ask(new URL(action, page.url), {
          method: 'POST',
          headers: FORM,
          body: new URLSearchParams({ ...hidden, ...fields }).toString(),
        });
        for (;;) {
          const location = next.headers.get('location');
          if (location === null) return next;
          const url = new URL(location, next.url);
          if (url.pathname.endsWith('/-/v1/login/callback')) {
            callback = url;
            return next;
          }
          next = await browser.ask(url);
        }
      },
    };
    await signInAt(stopping, shown, somebody());
    if (!callback) throw new Error('the provider sent nobody back');
    return callback;
  };
  /** Signs in while the provider answers differently: what the person is shown, and the program. */
  const attempt = async (
    path: string,
    change: Parameters<typeof provider.change>[1],
    claims?: object,
  ) => {
    provider.change(path, change);
    try {
      const { doneUrl, browser, provider: shown } = await goneOn(stage);
      const end = await signInAt(browser, shown, somebody(claims));
      return [end.status, (await poll(stage, doneUrl)).status];
    } finally {
      provider.change(path, undefined);
    }
  };
  const withToken = (change: Parameters<typeof provider.forge>[1]) =>
    attempt('/token', (body) => ({
      ...body,
      id_token: provider.forge(body['id_token'], change),
    }));

  describe('a login in a browser is refused', () => {
    test('where the form comes from another page: nobody approves unseen', async () => {
      const { loginUrl, doneUrl } = await begin(stage);
      const victim = openBrowser(target);
      const send = async (form: string): Promise<Shown> =>
        victim.ask(loginUrl, {
          method: 'POST',
          headers: { ...FORM, 'sec-fetch-site': 'same-origin' },
          body: `answer=yes&form=${form}`,
        });
      expect((await send('')).status).toBe(403);
      // The attacker has opened the page too, and knows their own form.
      const attacker = await openBrowser(target).open(loginUrl);
      expect((await send(formOf(attacker).hidden['form'] ?? '')).status).toBe(403);
      // Even where the victim's browser was made to open the page before.
      await victim.open(loginUrl);
      expect((await send(formOf(attacker).hidden['form'] ?? '')).status).toBe(403);
      expect((await send('')).status).toBe(403);
      expect((await poll(stage, doneUrl)).status).toBe(202);
    });

    test('where a site beside ours has set the browser’s cookie, and sends a form that goes with it', async () => {
      const { loginUrl, doneUrl } = await begin(stage);
      const attacker = openBrowser(target);
      const { hidden } = formOf(await attacker.open(loginUrl));
      const victim = openBrowser(target);
      for (const [key, value] of attacker.cookies) victim.cookies.set(key, value);
      for (const from of [{ 'sec-fetch-site': 'same-site' }, { origin: 'http://beside.test' }]) {
        const { status, text } = await victim.ask(loginUrl, {
          method: 'POST',
          headers: { ...FORM, ...from },
          body: new URLSearchParams({ ...hidden, answer: 'yes' }).toString(),
        });
        expect([status, text]).toEqual([403, expect.stringContaining('sent by another site')]);
      }
      expect((await poll(stage, doneUrl)).status).toBe(202);
    });

    test('where another browser went on: the attacker’s way to the provider leads nobody else in', async () => {
      const attacker = await goneOn(stage);
      const callback = await callbackOf(attacker);
      const victim = openBrowser(target);
      expect((await victim.ask(callback)).status).toBe(403);
      // Nor where the victim has a login of their own under way.
      const own = await begin(stage);
      const asked = await victim.open(own.loginUrl);
      await victim.submit(asked, { answer: 'yes' });
      expect((await victim.ask(callback)).status).toBe(403);
      expect((await poll(stage, attacker.doneUrl)).status).toBe(202);
      expect((await poll(stage, own.doneUrl)).status).toBe(202);
    });

    test('where the state is of another login of the same browser', async () => {
      const [one, other] = [await goneOn(stage), await goneOn(stage)];
      const [mine, theirs] = [await callbackOf(one), await callbackOf(other)];
      for (const [name, value] of other.browser.cookies) one.browser.cookies.set(name, value);
      mine.searchParams.set('code', theirs.searchParams.get('code') ?? '');
      expect((await one.browser.ask(mine)).status).toBe(502);
      mine.searchParams.set('state', `${mine.searchParams.get('state')}x`);
      expect((await one.browser.ask(mine)).status).toBe(403);
      expect((await poll(stage, one.doneUrl)).status).toBe(202);
    });

    test('where its cookie is of a browser that opened the page and did not go on', async () => {
      const { loginUrl, doneUrl } = await begin(stage);
      const attacker = openBrowser(target);
      const asked = await attacker.open(loginUrl);
      const shown = await attacker.submit(asked, { answer: 'yes' });
      const begun = { loginUrl, doneUrl, browser: attacker, asked, provider: shown };
      const callback = await callbackOf(begun);
      // Another browser goes on after that: its way counts, and the first is worth nothing.
      const later = openBrowser(target);
      await later.submit(await later.open(loginUrl), { answer: 'yes' });
      expect((await attacker.ask(callback)).status).toBe(404);
      expect((await poll(stage, doneUrl)).status).toBe(202);
    });

    test('a second time: a way back that was gone is gone', async () => {
      const begun = await goneOn(stage);
      const callback = await callbackOf(begun);
      const cookies = new Map(begun.browser.cookies);
      const asked = provider.requests.filter((line) => line === 'POST /token').length;
      const answers = await Promise.all([begun.browser.ask(callback), begun.browser.ask(callback)]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
      for (const [name, value] of cookies) begun.browser.cookies.set(name, value);
      expect((await begun.browser.ask(callback)).status).toBe(404);
      expect(provider.requests.filter((line) => line === 'POST /token').length).toBe(asked + 1);
      expect((await poll(stage, begun.doneUrl)).status).toBe(200);
      expect((await begun.browser.open(begun.loginUrl)).status).toBe(404);
    });

    test('where who knows the URL of the person polls, or who polls opens it', async () => {
      const { loginUrl, doneUrl } = await begin(stage);
      const [page, done] = [loginUrl, doneUrl].map((url) => new URL(url).searchParams.toString());
      expect((await poll(stage, doneUrl.replace(done ?? '', page ?? ''))).status).toBe(404);
      const swapped = loginUrl.replace(page ?? '', done ?? '');
      expect((await openBrowser(target).open(swapped)).status).toBe(404);
    });

    test('where another issuer says that it answers, or none does', async () => {
      const begun = await goneOn(stage);
      const callback = await callbackOf(begun);
      const cookies = new Map(begun.browser.cookies);
      callback.searchParams.set('iss', 'https://login.example.org');
      expect((await begun.browser.ask(callback)).status).toBe(502);
      const other = await goneOn(stage);
      const without = await callbackOf(other);
      without.searchParams.delete('iss');
      expect((await other.browser.ask(without)).status).toBe(502);
      expect(cookies.size).toBeGreaterThan(0);
      expect((await poll(stage, begun.doneUrl)).status).toBe(202);
    });

    test.each([
      ['for another client', { claims: { aud: 'somebody-else' } }],
      ['for several, and not for us first', { claims: { aud: ['other', 'pantry'], azp: 'other' } }],
      ['of another issuer', { claims: { iss: 'https://login.example.org' } }],
      ['of another sign-in', { claims: { nonce: 'another' } }],
      ['that is too old', { claims: { exp: 1_600_000_000 } }],
      ['that has no end', { claims: { exp: undefined } }],
      ['by a key that is not the provider’s', { foreign: true }],
      ['that nobody signed', { header: { alg: 'none' } }],
      ['with a signature of a shared secret', { header: { alg: 'HS256' } }],
      ['of nobody', { claims: { sub: '' } }],
    ])('where the token is %s', async (_, forgery) => {
      expect(await withToken(forgery)).toEqual([502, 202]);
    });

    test('where the provider describes somebody else beside the token', async () => {
      const changed = await attempt('/me', (body) => ({ ...body, sub: 'somebody-else' }));
      expect(changed).toEqual([502, 202]);
    });

    test('where the provider answers without an end', async () => {
      const padding = 'x'.repeat(2 * 1024 * 1024);
      expect(await attempt('/token', (body) => ({ ...body, padding }))).toEqual([502, 202]);
    });
  });

  describe('a name that somebody has proves nothing', () => {
    test('being called like a user does not log that user in', async () => {
      const alice = await user(target, 'alice');
      const email = `${alice.name}@example.com`;
      const claims = { preferred_username: alice.name, email, email_verified: true };
      const mallory = await loggedIn(stage, somebody(claims));
      expect(await nameOf(mallory)).toBe(`${alice.name}-2`);
    });

    test('nor does a name that looks like theirs become one', async () => {
      const alice = await user(target, 'al-ice');
      const looksLike = alice.name.replaceAll('-', '.').replace('l', '1');
      const mallory = await loggedIn(stage, somebody({ preferred_username: looksLike }));
      expect(await nameOf(mallory)).toBe(`${looksLike}-2`);
    });

    test('nor is the registry’s own name to be had', async () => {
      const mallory = await loggedIn(stage, somebody({ preferred_username: 'Pantry.Canary' }));
      expect(await nameOf(mallory)).toMatch(/^pantry\.canary-\d+$/);
    });
  });

  test('URLs are of the registry’s own host, whatever a request says of others', async () => {
    const evil = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
    const { loginUrl, doneUrl } = await begin(stage, evil);
    for (const url of [loginUrl, doneUrl]) {
      expect(new URL(url).origin).toBe(new URL(target.url).origin);
    }
    const browser = openBrowser(target);
    const asked = await browser.open(
      `${loginUrl}&next=https://evil.example&redirect_uri=https://evil.example`,
    );
    const shown = await browser.submit(asked, { answer: 'yes' });
    expect(shown.url.origin).toBe(provider.issuer);
  });
}
