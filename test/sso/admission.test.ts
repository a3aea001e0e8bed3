import { describe, expect, test } from 'vitest';

import { anonymous, PASSWORD, signUp } from '../client.ts';
import { browserOf } from '../web-forms.ts';
import { approve } from './person.ts';
import { begin, loggedIn, nameOf, poll, startSso, type SsoStage } from './stage.ts';

/** What somebody is told who signs in and is not let in, in the browser and in the terminal. */
async function refusal(
  stage: SsoStage,
  login: string,
  fields?: Readonly<Record<string, string>>,
): Promise<string> {
  const { loginUrl, doneUrl } = await begin(stage);
  const shown = await approve(stage.target, loginUrl, login, fields);
  const polled = await poll(stage, doneUrl);
  expect([shown.status, polled.status]).toEqual([403, 403]);
  const words: string = polled.body.error.replace('you were not logged in: ', '');
  expect(shown.text.toLowerCase()).toContain(
    words.toLowerCase().replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  );
  return words;
}

const admin = async ({ target }: SsoStage) => {
  const name = 'first-of-all';
  const { body } = await signUp(target, name, 'becomes the admin');
  return anonymous(target).with(body.token);
};

/** Whether somebody who signs in may do what admins may. */
const isAdmin = async (stage: SsoStage, login: string): Promise<boolean> => {
  const client = await loggedIn(stage, login);
  return (await client.post('/-/v1/invites', {})).status === 201;
};

const create = (client: ReturnType<typeof anonymous>, more: object = {}) =>
  client.post('/-/npm/v1/tokens', { password: '', name: 'robot', ...more });

describe('who signs in gets an account', () => {
  test('only with a verified address of a domain, where domains are named', async () => {
    const stage = await startSso({ domains: 'example.com, example.net' });
    const { people } = stage.provider;
    people.set('unverified', { email: 'a@example.com', email_verified: false });
    people.set('silent', { email: 'a@example.com' });
    people.set('none', {});
    people.set('other', { email: 'a@example.org', email_verified: true });
    people.set('longer', { email: 'a@evil-example.com', email_verified: true });
    people.set('below', { email: 'a@sub.example.com', email_verified: true });
    people.set('tricky', { email: 'a@example.com@example.org', email_verified: true });
    people.set('alice', { email: 'Alice@EXAMPLE.com', email_verified: true });
    for (const login of ['unverified', 'silent', 'none']) {
      expect(await refusal(stage, login)).toContain('vouches for none of yours');
    }
    for (const login of ['other', 'longer', 'below', 'tricky']) {
      expect(await refusal(stage, login)).toContain('and yours is of');
    }
    const alice = await loggedIn(stage, 'alice');
    expect(await nameOf(alice)).toBe('alice');
    expect((await alice.get('/-/npm/v1/user')).body.email).toBe('Alice@EXAMPLE.com');
  });

  test('with an address that is not verified, but nobody shows it as theirs', async () => {
    const stage = await startSso();
    stage.provider.people.set('x', { email: 'boss@example.com', email_verified: false });
    const somebody = await loggedIn(stage, 'x');
    expect((await somebody.get('/-/npm/v1/user')).body).toMatchObject({ name: 'user', email: '' });
  });

  test('only where a claim has its value, where one is required, at each sign-in', async () => {
    const stage = await startSso({ require: ['groups=eng', 'realm_access.roles=npm'] });
    const { people } = stage.provider;
    people.set('alice', { groups: ['ops', 'eng'], realm_access: { roles: ['npm'] } });
    people.set('bob', { groups: ['engineering'], realm_access: { roles: ['npm'] } });
    people.set('carol', { groups: 'eng' });
    const alice = await loggedIn(stage, 'alice');
    expect(await refusal(stage, 'bob')).toContain('whose "groups" at Example Login is "eng"');
    expect(await refusal(stage, 'carol')).toContain('whose "realm_access.roles"');
    people.set('alice', { groups: ['ops'], realm_access: { roles: ['npm'] } });
    await refusal(stage, 'alice');
    expect((await alice.get('/-/whoami')).status).toBe(200);
    stage.target.advance?.(30 * 86_400_000);
    expect((await alice.get('/-/whoami')).status).toBe(401);
  });

  test('not at all where sign-ups are closed, but who has one logs in', async () => {
    const stage = await startSso({ signUp: 'closed' });
    expect(await refusal(stage, 'alice')).toContain('takes no sign-ups');
    const root = await admin(stage);
    const { body } = await root.post('/-/v1/user/identities', { password: 'becomes the admin' });
    await approve(stage.target, body.linkUrl, 'root');
    expect(await nameOf(await loggedIn(stage, 'root'))).toBe('first-of-all');
  });

  test('with an invitation, which serves once, where the registry wants one', async () => {
    const stage = await startSso({ signUp: undefined }, { signUp: 'invite' });
    const root = await admin(stage);
    expect(await refusal(stage, 'alice')).toContain('needs an invitation');
    expect(await refusal(stage, 'alice', { invitation: '123456789012' })).toContain('wrong, used');
    const { body } = await root.post('/-/v1/invites', {});
    const spaced = body.code.replace(/(....)/g, '$1 ');
    const alice = await loggedIn(stage, 'alice', { invitation: spaced });
    expect(await nameOf(alice)).toBe('user');
    expect(await refusal(stage, 'bob', { invitation: body.code })).toContain('wrong, used');
    expect(await nameOf(await loggedIn(stage, 'alice'))).toBe('user');
  });
});

describe('somebody new', () => {
  test('comes into the organization that the invitation is for', async () => {
    const stage = await startSso({ signUp: 'invite' });
    const root = await admin(stage);
    expect((await root.put('/-/v1/orgs/acme', {})).status).toBeLessThan(300);
    const { status, body } = await root.post('/-/v1/invites', { org: 'acme' });
    expect(status).toBe(201);
    stage.provider.people.set('alice', { preferred_username: 'alice' });
    await loggedIn(stage, 'alice', { invitation: body.code });
    const members = await root.get('/-/org/acme/user');
    expect(Object.keys(members.body).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'alice',
      'first-of-all',
    ]);
  });

  test('is not called like an organization', async () => {
    const stage = await startSso();
    const root = await admin(stage);
    await root.put('/-/v1/orgs/acme', {});
    stage.provider.people.set('x', { preferred_username: 'acme' });
    expect(await nameOf(await loggedIn(stage, 'x'))).toBe('acme-2');
  });
});

describe('an admin by a claim', () => {
  test('is one as long as the provider says so', async () => {
    const stage = await startSso({ admins: 'groups=npm-admins' });
    const { people } = stage.provider;
    people.set('alice', { groups: ['npm-admins'] });
    people.set('bob', { groups: ['npm-admins-not'], preferred_username: 'npm-admins' });
    expect(await isAdmin(stage, 'alice')).toBe(true);
    expect(await isAdmin(stage, 'bob')).toBe(false);
    people.set('bob', { groups: ['npm-admins'] });
    expect(await isAdmin(stage, 'bob')).toBe(true);
    people.set('alice', { groups: [] });
    expect(await isAdmin(stage, 'alice')).toBe(false);
  });

  test('does not cost those their adminship who have it from elsewhere', async () => {
    const stage = await startSso({ admins: 'groups=npm-admins' });
    const root = await admin(stage);
    const { body } = await root.post('/-/v1/user/identities', { password: 'becomes the admin' });
    await approve(stage.target, body.linkUrl, 'root');
    expect(await isAdmin(stage, 'root')).toBe(true);
  });

  test('does not lose their adminship where the provider would give it again', async () => {
    const stage = await startSso({ admins: 'groups=npm-admins' });
    const root = await admin(stage);
    const desk = browserOf(stage.target, root);
    const { people } = stage.provider;
    people.set('bob', { groups: [], preferred_username: 'bob' });
    await loggedIn(stage, 'bob');
    const page = '/-/web/admin/users/bob';
    expect((await desk.send(`${page}/admin`, { admin: 'yes' })).status).toBe(303);
    people.set('bob', { groups: ['npm-admins'] });
    await loggedIn(stage, 'bob');
    const refused = await desk.send(`${page}/admin`, { admin: 'no' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('take it away there');
    expect((await desk.open(page)).text).toContain('The sign-in provider says so');
    people.set('bob', { groups: [] });
    expect(await isAdmin(stage, 'bob')).toBe(true);
    expect((await desk.send(`${page}/admin`, { admin: 'no' })).status).toBe(303);
    expect(await isAdmin(stage, 'bob')).toBe(false);
    people.set('bob', { groups: ['npm-admins'] });
    expect(await isAdmin(stage, 'bob')).toBe(true);
    expect((await desk.send(`${page}/admin`, { admin: 'no' })).status).toBe(409);
    // Without a sign-in nothing gives it again.
    const [{ id }] = (await root.get('/-/v1/user/identities?user=bob')).body.objects;
    const password = 'becomes the admin';
    await root.remove(`/-/v1/user/identities/${id}`, { password });
    expect((await desk.send(`${page}/admin`, { admin: 'no' })).status).toBe(303);
  });

  test('links a sign-in to the account of somebody else', async () => {
    const stage = await startSso({ admins: 'groups=npm-admins', signUp: 'closed' });
    const root = await admin(stage);
    const bob = await signUp(stage.target, 'bob', PASSWORD);
    expect(bob.status).toBe(201);
    const wanted = { password: 'becomes the admin', user: 'bob' };
    const { body } = await root.post('/-/v1/user/identities', wanted);
    await approve(stage.target, body.linkUrl, 'bob-at-provider');
    expect(await nameOf(await loggedIn(stage, 'bob-at-provider'))).toBe('bob');
    const [{ id }] = (await root.get('/-/v1/user/identities?user=bob')).body.objects;
    const password = 'becomes the admin';
    const { status } = await root.remove(`/-/v1/user/identities/${id}`, { password });
    expect(status).toBe(200);
    await refusal(stage, 'bob-at-provider');
  });
});

describe('tokens of who has no password', () => {
  test('are made shortly after a sign-in, and end when one of a sign-in would', async () => {
    const stage = await startSso({ tokenDays: 7 });
    const alice = await loggedIn(stage, 'alice');
    const made = await create(alice, { expires: 365 });
    expect(made.status).toBe(201);
    const lifetime = Date.parse(made.body.expires) - Date.parse(made.body.created);
    expect(Math.abs(lifetime - 7 * 86_400_000)).toBeLessThan(60_000);
    expect((await create(alice, { expires: 1 })).status).toBe(201);
    const robot = alice.with(made.body.token);
    expect(await create(robot)).toMatchObject({ status: 403 });
    stage.target.advance?.(11 * 60_000);
    const late = await create(alice);
    expect([late.status, late.body.error]).toEqual([
      403,
      expect.stringContaining(
        'your account has no password: log in again, by `npm login` or `pantry login`',
      ),
    ]);
  });
});

describe('a registry that takes no passwords', () => {
  test('says so wherever one is sent, and lets people in by their sign-in', async () => {
    const stage = await startSso({ passwordLogin: false, admins: 'groups=npm-admins' });
    const { target, provider } = stage;
    const words = expect.stringContaining('this registry takes no passwords');
    const refused = await signUp(target, 'bob', PASSWORD);
    expect([refused.status, refused.body.error]).toEqual([403, words]);
    const basic = Buffer.from('bob:x').toString('base64');
    const answer = await anonymous(target).get('/-/whoami', { authorization: `Basic ${basic}` });
    expect([answer.status, answer.body.error]).toEqual([403, words]);
    provider.people.set('alice', { groups: ['npm-admins'] });
    const alice = await loggedIn(stage, 'alice');
    expect((await alice.post('/-/v1/invites', {})).status).toBe(201);
    expect((await alice.post('/-/npm/v1/tokens', { password: '' })).status).toBe(201);
  });
});
