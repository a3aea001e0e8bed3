import { describe, expect, test } from 'vitest';

import { codeOf, enrol, stepAt } from '../authenticator.ts';
import {
  ACCOUNT,
  sessionOf,
  SIGN_IN,
  signedIn,
  TOKENS,
  type Visited,
  visitor,
} from '../browsing.ts';
import { anonymous, PASSWORD, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();

/** What an element of the page holds, which is shown to be copied. */
const textOf = ({ text }: Visited, id: string): string =>
  new RegExp(`id="${id}">([^<]+)<`).exec(text)?.[1]?.trim() ?? '';

describe('a second factor', () => {
  test('is set up, renewed and turned off; codes and password stand in no page', async () => {
    const alice = await user(registry, 'alice');
    const browser = await signedIn(registry, alice);
    const SECOND = `${ACCOUNT}/second-factor`;
    const early = await browser.follow(await browser.get(`${SECOND}/confirm`));
    expect(early.text).toContain('No second factor waits for a first code');
    const form = await browser.get(`${SECOND}/begin`);
    const wrong = await browser.submit(form, { mode: 'auth-only', password: 'another one' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('aria-invalid')]);
    const begun = await browser.submit(wrong, { mode: 'auth-only', password: PASSWORD });
    expect(begun.text).toContain('<svg');
    const key = textOf(begun, 'key').replaceAll(' ', '');
    expect(key).toMatch(/^[A-Z2-7]{32}$/);
    expect(begun.text).toContain(`secret=${key}`);
    const confirm = await browser.submit(begun, { code: '000000' });
    expect(confirm.status).toBe(401);
    const step = stepAt(registry);
    const on = await browser.submit(confirm, { code: codeOf(key, step) });
    const [first = '', second = '', ...more] = textOf(on, 'recovery').split('\n');
    expect([on.status, more.length]).toEqual([200, 8]);
    const status = await browser.get(SECOND);
    expect(status.text).toContain('10 left');
    const without = await browser.post(`${SECOND}/codes`, {});
    expect([without.status, without.text]).toEqual([401, expect.stringContaining('id="otp"')]);
    const renewed = await browser.post(`${SECOND}/codes`, { otp: first });
    const [one = '', two = ''] = textOf(renewed, 'recovery').split('\n');
    const old = { mode: 'disable', password: PASSWORD, otp: second };
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
    const browser = await signedIn(registry, alice);
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
    const browser = await signedIn(registry, mallory);
    expect((await browser.get(`${TOKENS}/revoke/${key}`)).status).toBe(404);
    expect((await browser.post(`${TOKENS}/revoke/${key}`, {})).status).toBe(404);
    expect((await alice.get('/-/whoami')).status).toBe(200);
  });

  test('that were made for less open no account, put into the cookie', async () => {
    const alice = await user(registry, 'alice');
    const browser = await signedIn(registry, alice);
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
    const [here, there] = [await signedIn(registry, alice), await signedIn(registry, alice)];
    const done = await here.post(`${TOKENS}/others`, {});
    expect((await here.follow(done)).text).toContain('signed out everywhere but here');
    const later = await there.get(TOKENS);
    expect([later.status, later.headers.get('location')]).toEqual([
      303,
      `${SIGN_IN}?next=${encodeURIComponent(TOKENS)}`,
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
    const browser = await signedIn(registry, alice);
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
    const browser = await signedIn(registry, alice);
    const phone = await enrol(registry, alice, 'auth-only');
    const fields = { email: 'b@example.org', password: PASSWORD };
    const asked = await browser.post(`${ACCOUNT}/email`, fields);
    expect([asked.status, asked.text]).toEqual([401, expect.stringContaining('id="otp"')]);
    const done = await browser.post(`${ACCOUNT}/email`, { ...fields, otp: phone.fresh() });
    expect(done.status).toBe(303);
    expect((await alice.get('/-/npm/v1/user')).body.email).toBe('b@example.org');
  });
});
