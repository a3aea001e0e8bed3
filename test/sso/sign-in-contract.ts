import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { anonymous, PASSWORD, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { openBrowser } from './browser.ts';
import { approve } from './person.ts';
import { begin, goneOn, loggedIn, nameOf, pathOf, poll, type SsoStage } from './stage.ts';

/** What a login in a browser does, wherever the registry runs. */
export function signInContract(stage: SsoStage): void {
  const { target, provider } = stage;
  const nobody = anonymous(target);
  const somebody = (claims: object = {}): string => {
    const login = uniqueName('sub');
    provider.people.set(login, { preferred_username: login, ...claims });
    return login;
  };

  describe('a login in a browser', () => {
    test('waits until the person has signed in, and gives its token once', async () => {
      const login = somebody();
      const { loginUrl, doneUrl } = await begin(stage);
      const waiting = await poll(stage, doneUrl);
      expect([waiting.status, waiting.body]).toEqual([202, {}]);
      expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0);

      const shown = await approve(target, loginUrl, login);
      expect(shown.text).toContain(`You are logged in as ${login}`);
      const head = await target.fetch(pathOf(doneUrl), { method: 'HEAD' });
      expect([head.status, head.headers.get('cache-control')]).toEqual([202, 'no-store']);
      const done = await poll(stage, doneUrl);
      expect([done.status, Object.keys(done.body)]).toEqual([200, ['token']]);
      expect(await nameOf(nobody.with(done.body.token))).toBe(login);
      expect((await poll(stage, doneUrl)).status).toBe(404);
    });

    test('gives one token to two who ask for it at the same moment', async () => {
      const { loginUrl, doneUrl } = await begin(stage);
      await approve(target, loginUrl, somebody());
      const answers = await Promise.all([poll(stage, doneUrl), poll(stage, doneUrl)]);
      expect(answers.filter(({ body }) => body.token !== undefined)).toHaveLength(1);
    });

    test('takes an empty body and a token that is no longer good', async () => {
      const stale = { authorization: 'Bearer stale', 'npm-auth-type': 'web' };
      const { loginUrl, doneUrl } = await begin(stage, stale);
      expect([loginUrl, doneUrl].every((url) => url.startsWith(`${target.url}/-/v1/`))).toBe(true);
    });

    test('shows who asks before anything else happens, with the code that ends the URL', async () => {
      const { loginUrl } = await begin(stage);
      const before = provider.requests.length;
      const asked = await openBrowser(target).open(loginUrl);
      expect(asked.text).toContain(loginUrl.slice(-9));
      expect(asked.text).toContain('Sign in with Example Login');
      expect(asked.text).toMatch(/From<\/dt><dd>(?:127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)</);
      expect(asked.text).not.toMatch(/<script|javascript:/i);
      expect(provider.requests.length).toBe(before);
      const style = /<style>(.*?)<\/style>/s.exec(asked.text)?.[1] ?? '';
      const digest = createHash('sha256').update(style).digest('base64');
      expect(asked.headers.get('content-security-policy')).toBe(
        `default-src 'none'; style-src 'sha256-${digest}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      );
      expect(asked.headers.get('cache-control')).toBe('no-store');
      expect(asked.headers.get('referrer-policy')).toBe('same-origin');
    });

    test('shows what a program calls itself as text', async () => {
      const { loginUrl } = await begin(stage, { 'user-agent': '<img src=x onerror=alert(1)>"&' });
      const asked = await openBrowser(target).open(loginUrl);
      expect(asked.text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;');
      expect(asked.text).not.toContain('<img');
    });

    test('is over when the person says that it was not them', async () => {
      const { loginUrl, doneUrl } = await begin(stage);
      const browser = openBrowser(target);
      const asked = await browser.open(loginUrl);
      expect((await browser.submit(asked, { answer: 'no' })).text).toContain(
        'Nobody was logged in',
      );
      const refused = await poll(stage, doneUrl);
      expect([refused.status, refused.headers.get('npm-notice')]).toEqual([
        403,
        'You were not logged in: the person at the browser says that it was not them',
      ]);
      expect((await browser.open(loginUrl)).status).toBe(404);
    });

    test('is over when the provider says no', async () => {
      const { doneUrl, browser, provider: shown } = await goneOn(stage);
      const abort = /href="([^"]+\/abort)"/.exec(shown.text)?.[1] ?? '';
      const back = await browser.open(abort);
      expect([back.status, back.text]).toEqual([
        403,
        expect.stringContaining('Example Login did not sign you in'),
      ]);
      expect((await poll(stage, doneUrl)).status).toBe(403);
    });

    test('finds who signs in again by issuer and subject, whatever they are called then', async () => {
      const login = somebody();
      const first = await loggedIn(stage, login);
      const email = 'another@example.com';
      provider.people.set(login, { preferred_username: 'other', email, email_verified: true });
      expect(await nameOf(await loggedIn(stage, login))).toBe(await nameOf(first));
    });

    test('makes a token that expires, of an account that takes no password', async () => {
      const login = somebody();
      const alice = await loggedIn(stage, login);
      const [token] = (await alice.get('/-/npm/v1/tokens')).body.objects;
      expect(Date.parse(token.expires) - Date.parse(token.created)).toBe(30 * 86_400_000);

      const known = await user(target, 'bob');
      const wrong = await signUp(target, known.name, 'not the password');
      const words = wrong.body.error.replaceAll(known.name, login);
      for (const password of ['', 'undefined', PASSWORD]) {
        const answer = await signUp(target, login, password);
        expect([answer.status, answer.body.error]).toEqual([wrong.status, words]);
      }
      const basic = Buffer.from(`${login}:`).toString('base64');
      const refused = await nobody.get('/-/whoami', { authorization: `Basic ${basic}` });
      expect(refused).toMatchObject({
        status: 401,
        body: { error: 'the user name or the password is wrong' },
      });
    });

    test('takes nothing for a session that is none', async () => {
      const long = 'x'.repeat(6000);
      for (const session of ['', 'x', `${'x'.repeat(16)}.${'y'.repeat(32)}`, long, '%00', '..']) {
        for (const where of ['web', 'done', 'callback']) {
          const query = where === 'callback' ? `state=${session}.x&code=y` : `session=${session}`;
          const { status } = await nobody.get(`/-/v1/login/${where}?${query}`);
          expect([403, 404]).toContain(status);
        }
        const { status } = await target.fetch(`/-/v1/login/web?session=${session}`, {
          method: 'POST',
          body: 'answer=yes',
        });
        expect(status).toBe(404);
      }
    });

    test('lets people log in in the terminal as before', async () => {
      const alice = await user(target, 'alice');
      const again = await signUp(target, alice.name, PASSWORD);
      expect([again.status, await nameOf(nobody.with(again.body.token))]).toEqual([
        201,
        alice.name,
      ]);
    });
  });
}
