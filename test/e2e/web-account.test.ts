import { describe, expect, test } from 'vitest';

import { codeOf, enrol, enrolled, stepAt } from '../authenticator.ts';
import { type Visitor, visitor } from '../browsing.ts';
import { anonymous, type Client, PASSWORD, user } from '../client.ts';
import { fromAddress, newAddress } from '../from-address.ts';
import { uniqueName } from '../packages.ts';
import { server, target } from '../target.ts';

const registry = await target();
const ACCOUNT = '/-/web/account';
const SIGN_IN = `${ACCOUNT}/sign-in`;
const TOKENS = `${ACCOUNT}/tokens`;

/** A browser that somebody signed in with. */
async function signedIn(client: Pick<Client, 'name'>): Promise<Visitor> {
  const browser = visitor(registry);
  const answer = await browser.post(SIGN_IN, { name: client.name, password: PASSWORD });
  expect(answer.status).toBe(303);
  return browser;
}

const sessionOf = ({ cookies }: Visitor): readonly [string, string] => {
  const found = [...cookies].find(([name]) => name.endsWith('pantry-session'));
  if (!found) throw new Error('this browser is not signed in');
  return found;
};

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
      /^(?:__Host-)?pantry-session=pantry_\w{38}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax/,
    );
    expect(who).toContain(`pantry-user=${alice.name}; Path=/; Max-Age=1209600; SameSite=Lax`);
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
    const browser = await signedIn(alice);
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
    const browser = await signedIn(alice);
    const cookie = sessionOf(browser).join('=');
    const out = { ...sent, headers: { ...sent.headers, cookie } };
    expect((await registry.fetch(`${ACCOUNT}/sign-out`, out)).status).toBe(403);
    expect((await browser.get(ACCOUNT)).status).toBe(200);
    expect(signIn.cookies.size).toBe(0);
  });
});

describe('signing up in a browser', () => {
  test('makes an account and signs in; what is wrong is said at its field', async () => {
    const browser = visitor(registry);
    const name = uniqueName('bob');
    const form = await browser.get(`${ACCOUNT}/sign-up`);
    const short = await browser.submit(form, { name, email: 'bob@example.com', password: '' });
    expect([short.status, short.cookies]).toEqual([400, []]);
    expect(short.text).toMatch(/id="password"[^>]*aria-describedby="problem password-hint"/);
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
    const stranger = await visitor(registry).submit(form, { otp: phone.fresh() });
    expect([stranger.headers.get('location'), stranger.cookies]).toEqual([SIGN_IN, []]);
    const wrong = await browser.submit(form, { otp: '000000' });
    expect([wrong.status, wrong.cookies]).toEqual([401, []]);
    const done = await browser.submit(wrong, { otp: phone.fresh() });
    expect([done.status, done.headers.get('location')]).toEqual([303, TOKENS]);
    expect((await browser.follow(done)).status).toBe(200);
    // It served once.
    const again = await browser.submit(form, { otp: phone.fresh() });
    expect([again.headers.get('location'), again.cookies]).toEqual([SIGN_IN, []]);
    expect(browser.seen.join('\n')).not.toContain(PASSWORD);
  });

  test('is set up, renewed and turned off; codes and password stand in no page', async () => {
    const alice = await user(registry, 'alice');
    const browser = await signedIn(alice);
    const SECOND = `${ACCOUNT}/second-factor`;
    const form = await browser.get(`${SECOND}/begin`);
    const wrong = await browser.submit(form, { mode: 'auth-only', password: 'another one' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('aria-invalid')]);
    const begun = await browser.submit(wrong, { mode: 'auth-only', password: PASSWORD });
    expect(begun.text).toContain('<svg');
    const key = /id="key">([A-Z2-7 ]+)</.exec(begun.text)?.[1]?.replaceAll(' ', '') ?? '';
    expect(begun.text).toContain(`secret=${key}`);
    const confirm = await browser.submit(begun, { code: '000000' });
    expect(confirm.status).toBe(401);
    const step = stepAt(registry);
    const on = await browser.submit(confirm, { code: codeOf(key, step) });
    const [, text = ''] = /id="recovery">([\d\s]+)</.exec(on.text) ?? [];
    const recovery = text.trim().split('\n');
    expect([on.status, recovery.length]).toEqual([200, 10]);
    const status = await browser.get(SECOND);
    expect(status.text).toContain('10 left');
    const without = await browser.post(`${SECOND}/codes`, {});
    expect([without.status, without.text]).toEqual([401, expect.stringContaining('id="otp"')]);
    const renewed = await browser.post(`${SECOND}/codes`, { otp: recovery[0] ?? '' });
    const [, fresh = ''] = /id="recovery">([\d\s]+)</.exec(renewed.text) ?? [];
    const [one = '', two = ''] = fresh.trim().split('\n');
    const old = { mode: 'disable', password: PASSWORD, otp: recovery[1] ?? '' };
    expect((await browser.post(`${SECOND}/change`, old)).status).toBe(401);
    const change = { mode: 'auth-and-writes', password: PASSWORD, otp: one };
    expect((await browser.post(`${SECOND}/change`, change)).status).toBe(303);
    expect((await alice.get('/-/npm/v1/user')).body.tfa.mode).toBe('auth-and-writes');
    const off = await browser.post(`${SECOND}/change`, { ...old, otp: two });
    expect((await browser.follow(off)).text).toContain('turned off');
    expect((await alice.get('/-/npm/v1/user')).body.tfa).toBe(null);
    expect(browser.seen.join('\n')).not.toContain(PASSWORD);
  });
});

describe('tokens', () => {
  const FORM = { name: 'ci', permission: 'read-write', packages: '', scopes: '@acme', days: '30' };

  test('are made with all limits, shown once, and revoked', async () => {
    const alice = await user(registry, 'alice');
    const browser = await signedIn(alice);
    const form = await browser.get(`${TOKENS}/new`);
    const bad = { ...FORM, cidr: '300.0.0.0/8', password: PASSWORD };
    const wrong = await browser.submit(form, bad);
    expect([wrong.status, wrong.text]).toEqual([
      400,
      expect.stringMatching(/id="cidr"[^>]*invalid/),
    ]);
    expect(wrong.text).toContain('@acme</textarea>');
    const without = await browser.submit(form, FORM);
    expect([without.status, without.text]).toEqual([401, expect.stringContaining('id="problem"')]);
    const made = await browser.submit(form, { ...FORM, cidr: '0.0.0.0/0', password: PASSWORD });
    const [text = ''] = /pantry_\w{38}/.exec(made.text) ?? [];
    expect([made.status, (await alice.with(text).get('/-/whoami')).body]).toEqual([
      201,
      { username: alice.name },
    ]);
    const { objects } = (await alice.get('/-/npm/v1/tokens')).body;
    const entry = objects.find(({ name }: { readonly name: string }) => name === 'ci');
    expect(entry).toMatchObject({ permission: 'read-write', scopes: ['@acme'], bypass_2fa: false });
    const list = await browser.get(TOKENS);
    expect(list.text).not.toContain(text);
    const asked = await browser.get(`${TOKENS}/revoke/${entry.key}`);
    expect(asked.text).toContain('Revoke ci?');
    const gone = await browser.follow(await browser.submit(asked, {}));
    expect(gone.text).toContain('The token is revoked');
    expect((await alice.with(text).get('/-/whoami')).status).toBe(401);
    expect(browser.seen.join('\n')).not.toContain(PASSWORD);
  });

  test('of somebody else are not to be found', async () => {
    const [alice, mallory] = [await user(registry, 'alice'), await user(registry, 'mallory')];
    const [{ key }] = (await alice.get('/-/npm/v1/tokens')).body.objects;
    const browser = await signedIn(mallory);
    expect((await browser.get(`${TOKENS}/revoke/${key}`)).status).toBe(404);
    expect((await browser.post(`${TOKENS}/revoke/${key}`, {})).status).toBe(404);
    expect((await alice.get('/-/whoami')).status).toBe(200);
  });

  test('that were made for less open no account, put into the cookie', async () => {
    const alice = await user(registry, 'alice');
    const browser = await signedIn(alice);
    const [cookie] = sessionOf(browser);
    for (const limits of [{ readonly: true }, { scopes: ['@acme'] }]) {
      const { body } = await alice.post('/-/npm/v1/tokens', { password: PASSWORD, ...limits });
      browser.cookies.set(cookie, body.token);
      for (const path of [ACCOUNT, TOKENS, `${ACCOUNT}/second-factor`, `${TOKENS}/new`]) {
        expect((await browser.get(path)).status).toBe(403);
      }
      const wanted = { ...FORM, password: PASSWORD };
      expect((await browser.post(`${TOKENS}/new`, wanted)).status).toBe(403);
    }
  });

  test('end at a sign-out, everywhere else at once, and lead to signing in', async () => {
    const alice = await user(registry, 'alice');
    const [here, there] = [await signedIn(alice), await signedIn(alice)];
    const done = await here.post(`${TOKENS}/others`, {});
    expect((await here.follow(done)).text).toContain('signed out everywhere but here');
    const later = await there.get(TOKENS);
    expect([later.status, later.headers.get('location')]).toEqual([
      303,
      `${SIGN_IN}?${new URLSearchParams({ next: TOKENS })}`,
    ]);
    expect(there.cookies.size).toBe(0);
    expect((await alice.get('/-/whoami')).status).toBe(401);
    const token = sessionOf(here)[1];
    const out = await here.post(`${ACCOUNT}/sign-out`, {});
    expect([out.status, here.cookies.size]).toEqual([303, 0]);
    expect((await here.follow(out)).text).toContain('You are signed out');
    expect((await anonymous(registry).with(token).get('/-/whoami')).status).toBe(401);
  });
});

describe('the account', () => {
  test('shows what is one’s own, and changes e-mail address and password with the password', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const org = uniqueName('org');
    await alice.put(`/-/v1/orgs/${org}`, {});
    const browser = await signedIn(alice);
    await expect.poll(async () => (await browser.get(ACCOUNT)).text).toContain(name);
    const form = await browser.get(`${ACCOUNT}/email`);
    const wrong = await browser.submit(form, { email: 'a@example.org', password: 'another' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('a@example.org')]);
    const done = await browser.submit(form, { email: 'a@example.org', password: PASSWORD });
    expect((await browser.follow(done)).text).toContain('Your e-mail address is changed');
    const [password, other] = [`${ACCOUNT}/password`, 'an entirely new one'];
    const page = await browser.get(password);
    const twice = { password: PASSWORD, newPassword: other, repeatedPassword: `${other}!` };
    expect((await browser.submit(page, twice)).status).toBe(400);
    const changed = await browser.submit(page, { ...twice, repeatedPassword: other });
    expect((await browser.follow(changed)).text).toContain('Your password is changed');
    const again = { name: alice.name, password: PASSWORD };
    expect((await visitor(registry).post(SIGN_IN, again)).status).toBe(401);
    const right = await visitor(registry).post(SIGN_IN, { ...again, password: other });
    expect(right.status).toBe(303);
    expect(browser.seen.join('\n')).not.toMatch(new RegExp(`${PASSWORD}|${other}`));
  });

  test('asks for a code too where there is a second factor', async () => {
    const alice = await user(registry, 'alice');
    const browser = await signedIn(alice);
    const phone = await enrol(registry, alice, 'auth-only');
    const fields = { email: 'b@example.org', password: PASSWORD };
    const asked = await browser.post(`${ACCOUNT}/email`, fields);
    expect([asked.status, asked.text]).toEqual([401, expect.stringContaining('id="otp"')]);
    const done = await browser.post(`${ACCOUNT}/email`, { ...fields, otp: phone.fresh() });
    expect(done.status).toBe(303);
    expect((await alice.get('/-/npm/v1/user')).body.email).toBe('b@example.org');
  });
});
