import { describe, expect, test } from 'vitest';

import { enrol, enrolled } from '../authenticator.ts';
import { anonymous, type Client, PASSWORD, user } from '../client.ts';
import { ASKED, challenge } from '../e2e/second-factor/asked.ts';
import { uniqueName } from '../packages.ts';
import { openBrowser } from './browser.ts';
import { approve } from './person.ts';
import { loggedIn, nameOf, poll, type SsoStage } from './stage.ts';

const IDENTITIES = '/-/v1/user/identities';

/** How a sign-in comes to an account that has a password, and goes again. */
export function linksContract(stage: SsoStage): void {
  const { target, provider } = stage;
  const nobody = anonymous(target);
  const newLogin = (): string => {
    const login = uniqueName('sub');
    provider.people.set(login, { preferred_username: login });
    return login;
  };
  const link = async (client: Client, login: string) => {
    const { status, body } = await client.post(IDENTITIES, { password: PASSWORD });
    expect(status).toBe(201);
    const shown = await approve(target, body.linkUrl, login);
    return { shown, done: await poll(stage, body.doneUrl) };
  };

  describe('a sign-in that is linked to an account', () => {
    test('logs that account in from then on', async () => {
      const [alice, login] = [await user(target, 'alice'), newLogin()];
      const { shown, done } = await link(alice, login);
      expect(shown.text).toContain(`You are ${alice.name} from now on`);
      expect([done.status, done.body]).toEqual([200, { ok: true, user: alice.name }]);
      expect(await nameOf(await loggedIn(stage, login))).toBe(alice.name);
      expect((await alice.get(IDENTITIES)).body).toMatchObject({
        total: 1,
        objects: [{ issuer: provider.issuer, subject: login }],
      });
    });

    test('is named on the page, with whose it will be', async () => {
      const alice = await user(target, 'alice');
      const { body } = await alice.post(IDENTITIES, { password: PASSWORD });
      const asked = await openBrowser(target).open(body.linkUrl);
      expect(asked.text).toContain(`Link a sign-in to ${alice.name}`);
    });

    test('needs the password, and not a token alone', async () => {
      const alice = await user(target, 'alice');
      expect((await alice.post(IDENTITIES, {})).status).toBe(401);
      expect((await alice.post(IDENTITIES, { password: 'wrong' })).status).toBe(401);
      expect((await nobody.post(IDENTITIES, { password: PASSWORD })).status).toBe(401);
      const { body } = await alice.post('/-/npm/v1/tokens', {
        password: PASSWORD,
        readonly: true,
      });
      const reader = alice.with(body.token);
      expect((await reader.post(IDENTITIES, { password: PASSWORD })).status).toBe(403);
      expect((await reader.get(IDENTITIES)).status).toBe(403);
    });

    test('needs a code of who has a second factor', async () => {
      const { alice, phone } = await enrolled(target, 'auth-only');
      const wanted = { password: PASSWORD };
      expect(challenge(await alice.post(IDENTITIES, wanted))).toMatchObject(ASKED);
      const linking = await alice.post(IDENTITIES, wanted, { 'npm-otp': phone.fresh() });
      expect(linking.status).toBe(201);
      const login = newLogin();
      await approve(target, linking.body.linkUrl, login);
      // Whether a code is asked for at the provider is the provider's business.
      const again = await loggedIn(stage, login);
      expect(await nameOf(again)).toBe(alice.name);
      expect(challenge(await again.post(IDENTITIES, wanted))).toMatchObject(ASKED);
    });

    test('lets who has no password set up a second factor, shortly after', async () => {
      const alice = await loggedIn(stage, newLogin());
      const phone = await enrol(target, alice);
      expect(phone.recovery.length).toBeGreaterThan(0);
      expect((await alice.get('/-/npm/v1/user')).body.tfa.mode).toBe('auth-and-writes');
    });

    test('is not taken from the account that has it', async () => {
      const [alice, mallory, login] = [
        await user(target, 'alice'),
        await user(target, 'mallory'),
        newLogin(),
      ];
      await link(alice, login);
      const { shown, done } = await link(mallory, login);
      expect([shown.status, done.status]).toEqual([403, 403]);
      expect(await nameOf(await loggedIn(stage, login))).toBe(alice.name);
    });

    test('goes when its owner says so, with the password, and nobody else', async () => {
      const [alice, mallory, login] = [
        await user(target, 'alice'),
        await user(target, 'mallory'),
        newLogin(),
      ];
      await link(alice, login);
      const [{ id }] = (await alice.get(IDENTITIES)).body.objects;
      const path = `${IDENTITIES}/${id}`;
      expect((await mallory.remove(path, { password: PASSWORD })).status).toBe(404);
      expect((await alice.remove(path)).status).toBe(401);
      expect((await alice.remove(path, { password: PASSWORD })).status).toBe(200);
      expect((await alice.get(IDENTITIES)).body.total).toBe(0);
      expect(await nameOf(await loggedIn(stage, login))).not.toBe(alice.name);
      expect((await alice.remove(path, { password: PASSWORD })).status).toBe(404);
      expect((await alice.remove(`${IDENTITIES}/${'x'.repeat(5000)}`, {})).status).toBe(404);
    });

    test('stays where it is all that somebody logs in with', async () => {
      const alice = await loggedIn(stage, newLogin());
      const [{ id }] = (await alice.get(IDENTITIES)).body.objects;
      const refused = await alice.remove(`${IDENTITIES}/${id}`);
      expect([refused.status, refused.body.error]).toEqual([
        403,
        expect.stringContaining('all that you log in with'),
      ]);
    });

    test('is asked for another account by an admin alone', async () => {
      const [alice, bob] = [await user(target, 'alice'), await user(target, 'bob')];
      const wanted = { password: PASSWORD, user: bob.name };
      expect((await alice.post(IDENTITIES, wanted)).status).toBe(403);
      expect((await alice.get(`${IDENTITIES}?user=${bob.name}`)).status).toBe(403);
    });
  });
}
