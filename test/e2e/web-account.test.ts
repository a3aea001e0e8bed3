import { describe, expect, test } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { ACCOUNT, sessionOf, SIGN_IN, signedIn, TOKENS, visitor } from '../browsing.ts';
import { PASSWORD, user } from '../client.ts';
import { fromAddress, newAddress } from '../from-address.ts';
import { uniqueName } from '../packages.ts';
import { server, target } from '../target.ts';

const registry = await target();

describe('signing in', () => {
  test('makes a token that no script reads, and says who it is in a cookie that scripts do', async () => {
    const alice = await user(registry, 'alice');
    const browser = visitor(registry);
    const form = await browser.get(`${SIGN_IN}?next=/-/web/account/tokens`);
    const answer = await browser.submit(form, { name: alice.name, password: PASSWORD });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, TOKENS]);
    const secure = registry.url.startsWith('https:');
    const [session = '', who = ''] = answer.cookies;
    expect(session).toMatch(
      /^(?:__Host-)?pantry-session(?:-\d+)?=pantry_\w{38}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax/,
    );
    expect(who).toMatch(/^pantry-user(?:-\d+)?=/);
    expect(who).toContain(`=${alice.name}; Path=/; Max-Age=1209600; SameSite=Lax`);
    expect(who).not.toContain('HttpOnly');
    for (const cookie of [session, who]) expect(cookie.endsWith('; Secure')).toBe(secure);
    const tokens = await browser.follow(answer);
    expect(tokens.text).toContain('Browser, Firefox on Linux');
    expect(tokens.text).toContain('this browser');
    expect(browser.seen.join('\n')).not.toContain(PASSWORD);
    expect(tokens.text).not.toContain(sessionOf(browser)[1]);
  });

  test('makes another token each time, and takes none that was there before', async () => {
    const alice = await user(registry, 'alice');
    const browser = await signedIn(registry, alice);
    const [name, first] = sessionOf(browser);
    await browser.post(SIGN_IN, { name: alice.name, password: PASSWORD });
    expect(browser.cookies.get(name)).not.toBe(first);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '-/web/account',
  ])('goes on to no other place: %j', async (next) => {
    const alice = await user(registry, 'alice');
    const answer = await visitor(registry).post(SIGN_IN, {
      name: alice.name,
      password: PASSWORD,
      next,
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, ACCOUNT]);
    const form = await visitor(registry).get(`${SIGN_IN}?next=${encodeURIComponent(next)}`);
    expect(form.text).not.toContain('name="next"');
  });

  test('says the same of a wrong password and of nobody, keeps the name, and points at the field', async () => {
    const alice = await user(registry, 'alice');
    const [name, nobody] = [alice.name, uniqueName('nobody')];
    const wrong = await visitor(registry).post(SIGN_IN, { name, password: 'wrong and typed' });
    const unknown = await visitor(registry).post(SIGN_IN, {
      name: nobody,
      password: 'wrong and typed',
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.text.replaceAll(name, '')).toBe(unknown.text.replaceAll(nobody, ''));
    expect(wrong.text).toContain(`value="${name}"`);
    expect(wrong.text).toMatch(/id="password"[^>]*aria-describedby="problem"[^>]*autofocus/);
    expect(wrong.text).not.toContain('wrong and typed');
    expect(wrong.cookies).toEqual([]);
  });

  test('waits after too many wrong passwords, also for the right one', async () => {
    // Addresses are those of sockets: there must be some.
    const { REGISTRY_TARGET: where = 'local' } = process.env;
    const home = fromAddress(where === 'local' ? await server() : registry, newAddress());
    const alice = await user(home, 'alice');
    const browser = visitor(home);
    const wrong = { name: alice.name, password: 'wrong' };
    for (let time = 0; time < 5; time += 1) {
      expect((await browser.post(SIGN_IN, wrong)).status).toBe(401);
    }
    const refused = await browser.post(SIGN_IN, { name: alice.name, password: PASSWORD });
    expect([refused.status, refused.cookies]).toEqual([429, []]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.text).toContain('Too many wrong passwords');
  });

  test.each([
    ['says that it comes from elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ['comes from a site beside ours', { 'sec-fetch-site': 'same-site' }],
    ['names another origin', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
  ])('refuses a form that %s', async (_, headers) => {
    const alice = await user(registry, 'alice');
    const fields = { name: alice.name, password: PASSWORD };
    const without = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    const signIn = visitor(registry);
    const sent = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...without },
      body: new URLSearchParams(fields).toString(),
    };
    const answer = await registry.fetch(SIGN_IN, sent);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
    const browser = await signedIn(registry, alice);
    const cookie = sessionOf(browser).join('=');
    const out = { ...sent, headers: { ...sent.headers, cookie } };
    expect((await registry.fetch(`${ACCOUNT}/sign-out`, out)).status).toBe(403);
    expect((await browser.get(ACCOUNT)).status).toBe(200);
    expect(signIn.cookies.size).toBe(0);
  });
});

test('a form of too many fields is refused before anybody works on it', async () => {
  const fields = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`f${at}`, '']));
  const answer = await visitor(registry).post(SIGN_IN, fields);
  expect([answer.status, answer.cookies]).toEqual([413, []]);
  expect(answer.text).toContain('more than 1000 fields');
});

test('a form of a page that came by TLS is refused where the registry knows of none', async () => {
  const plain = await server();
  const { name } = await user(plain, 'alice');
  const origin = plain.url.replace('http:', 'https:');
  const answer = await visitor(plain).post(SIGN_IN, { name, password: PASSWORD }, { origin });
  expect([answer.status, answer.cookies]).toEqual([403, []]);
  expect(answer.text).toContain('set publicUrl, or trustProxy');
});

test('a form that is sent after its session has ended leads to its page by way of signing in', async () => {
  const alice = await user(registry, 'alice');
  for (const from of [new URL(TOKENS, registry.url), new URL('https://evil.example/')]) {
    const browser = await signedIn(registry, alice);
    const [name, ended] = sessionOf(browser);
    await alice.remove(`/-/user/token/${ended}`);
    const answer = await browser.post(`${ACCOUNT}/email`, { email: '' }, { referer: from.href });
    expect(answer.status).toBe(401);
    expect(browser.cookies.has(name)).toBe(false);
    const next = from.host === new URL(registry.url).host;
    expect(answer.text.includes(`?next=${encodeURIComponent(TOKENS)}`)).toBe(next);
  }
});

describe('signing up in a browser', () => {
  test('makes an account and signs in; what is wrong is said at its field', async () => {
    const browser = visitor(registry);
    const name = uniqueName('bob');
    const form = await browser.get(`${ACCOUNT}/sign-up`);
    const short = await browser.submit(form, { name, email: 'bob@example.com', password: '' });
    expect([short.status, short.cookies]).toEqual([400, []]);
    expect(short.text).toMatch(/id="password"[^>]*aria-describedby="problem/);
    expect(short.text).toContain('value="bob@example.com"');
    const done = await browser.submit(short, {
      name,
      email: 'bob@example.com',
      password: PASSWORD,
    });
    const account = await browser.follow(done);
    expect([account.status, account.text]).toEqual([200, expect.stringContaining(name)]);
    const taken = await visitor(registry).submit(form, { name, email: '', password: PASSWORD });
    expect([taken.status, taken.cookies]).toEqual([409, []]);
    expect(browser.seen.join('\n')).not.toContain(PASSWORD);
  });

  test('takes an invitation where one is needed, and is not offered where nobody may', async () => {
    const invited = await server({ signUp: 'invite' });
    const admin = await user(invited, 'admin');
    const { body } = await admin.post('/-/v1/invites', {});
    const browser = visitor(invited);
    const form = await browser.get(`${ACCOUNT}/sign-up`);
    const fields = { name: uniqueName('bob'), email: '', password: PASSWORD };
    for (const invitation of ['', '000000000000']) {
      const refused = await browser.submit(form, { ...fields, invitation });
      expect([refused.status, refused.cookies]).toEqual([401, []]);
      expect(refused.text).toMatch(/id="invitation"[^>]*aria-invalid="true"/);
    }
    const done = await browser.submit(form, { ...fields, invitation: body.code });
    expect([done.status, done.headers.get('location')]).toEqual([303, ACCOUNT]);
    const closed = await server({ signUp: 'closed' });
    await user(closed, 'admin');
    expect((await visitor(closed).get(SIGN_IN)).text).not.toContain('/sign-up');
    const refused = await visitor(closed).post(`${ACCOUNT}/sign-up`, fields);
    expect([refused.status, refused.cookies]).toEqual([403, []]);
  });
});

describe('a second factor', () => {
  test('is asked for on a page of its own, once the password was right', async () => {
    const { alice, phone } = await enrolled(registry, 'auth-only');
    const browser = visitor(registry);
    const asked = await browser.post(SIGN_IN, {
      name: alice.name,
      password: PASSWORD,
      next: TOKENS,
    });
    expect(asked.status).toBe(303);
    expect([...browser.cookies.keys()].filter((name) => /session|user/.test(name))).toEqual([]);
    const form = await browser.follow(asked);
    expect(form.text).toContain('Enter a code');
    // Nobody else goes on with it, whatever they know of the URL.
    expect((await visitor(registry).get(form.path)).headers.get('location')).toBe(SIGN_IN);
    const otp = phone.fresh();
    const stranger = await visitor(registry).submit(form, { otp });
    expect([stranger.headers.get('location'), stranger.cookies]).toEqual([SIGN_IN, []]);
    const wrong = await browser.submit(form, { otp: '000000' });
    expect([wrong.status, wrong.cookies]).toEqual([401, []]);
    const done = await browser.submit(wrong, { otp });
    expect([done.status, done.headers.get('location')]).toEqual([303, TOKENS]);
    expect((await browser.follow(done)).status).toBe(200);
    // It served once.
    const again = await browser.submit(form, { otp: phone.fresh() });
    expect([again.headers.get('location'), again.cookies]).toEqual([SIGN_IN, []]);
    expect(browser.seen.join('\n')).not.toContain(PASSWORD);
  });

  test('says how many recovery codes are left to who signed in by one', async () => {
    const { alice, phone } = await enrolled(registry, 'auth-only');
    const browser = visitor(registry);
    const fields = { name: alice.name, password: PASSWORD, next: TOKENS };
    const form = await browser.follow(await browser.post(SIGN_IN, fields));
    const page = await browser.follow(await browser.submit(form, { otp: phone.recovery[0] ?? '' }));
    expect(page.path).toContain(`${ACCOUNT}/second-factor?`);
    expect(page.text).toContain('the recovery code is used up');
    expect(page.text).toContain(`${phone.recovery.length - 1} left`);
  });
});
