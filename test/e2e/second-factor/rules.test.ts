import { describe, expect, test } from 'vitest';

import { enrol, enrolled } from '../../authenticator.ts';
import { type Answer, anonymous, type Client, PASSWORD, signUp, user } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { server, target } from '../../target.ts';
import { ASKED, disable, challenge, publish } from './asked.ts';

const registry = await target();

async function ruled(overrides: boolean | undefined) {
  const owner = await user(registry, 'bob');
  const { alice, phone } = await enrolled(registry, 'auth-only');
  const request = { password: PASSWORD, bypass_2fa: true };
  const { body } = await alice.code(phone.fresh()).post('/-/npm/v1/tokens', request);
  const name = uniqueName();
  await alice.publish({ name, version: '1.0.0' });
  await alice.put(`/-/package/${name}/dist-tags/old`, '"1.0.0"');
  const document = (await alice.get(`/${name}?write=true`)).body;
  const maintainers = [...document.maintainers, { name: owner.name, email: '' }];
  await alice.put(`/${name}/-rev/${document._rev}`, { _rev: document._rev, maintainers });
  const rule = { publish_requires_tfa: true, automation_token_overrides_tfa: overrides };
  const set = await alice.post(`/-/package/${name}/access`, rule);
  expect(set.status).toBe(200);
  return { alice, phone, owner, robot: alice.with(body.token), name };
}

const version = async (person: Client, name: string, number: string): Promise<Answer> =>
  person.publish({ name, version: number });

const of = ({ name }: Client): string => `/-/v1/users/${name}/second-factor`;

describe(`packages that ask for a second factor, ${registry.name}`, () => {
  test('take a code of everybody, whatever their mode, and let nobody without one write', async () => {
    const { alice, phone, owner, name } = await ruled(false);
    expect(challenge(await version(alice, name, '1.1.0'))).toEqual(ASKED);
    expect(challenge(await alice.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"'))).toEqual(
      ASKED,
    );
    expect((await version(alice.code(phone.fresh()), name, '1.1.0')).status).toBe(201);
    const document = (await owner.get(`/${name}?write=true`)).body;
    const refused = [
      await version(owner, name, '1.2.0'),
      await owner.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"'),
      await owner.post(`/-/package/${name}/access`, { publish_requires_tfa: false }),
      await owner.put(`/${name}`, document),
      await owner.put(`/${name}/-rev/${document._rev}`, document),
      await owner.remove(`/${name}/-rev/${document._rev}`),
    ];
    for (const { status, body } of refused) {
      expect([status, body.error]).toEqual([
        403,
        expect.stringContaining('npm profile enable-2fa'),
      ]);
    }
    const theirs = await enrol(registry, owner, 'auth-only');
    expect(challenge(await version(owner, name, '1.2.0'))).toEqual(ASKED);
    expect((await version(owner.code(theirs.fresh()), name, '1.2.0')).status).toBe(201);
    expect((await owner.get(`/-/package/${name}/access`)).body).toEqual({
      access: 'public',
      publish_requires_tfa: true,
      automation_token_overrides_tfa: false,
    });
  });

  test('let automation tokens write where their owners say so, and not otherwise', async () => {
    const strict = await ruled(undefined);
    const refused = await version(strict.robot, strict.name, '1.1.0');
    expect([refused.status, refused.body.error]).toEqual([
      403,
      expect.stringContaining('npm access set mfa=automation'),
    ]);
    const lenient = await ruled(true);
    expect((await version(lenient.robot, lenient.name, '1.1.0')).status).toBe(201);
    expect(challenge(await version(lenient.alice, lenient.name, '1.2.0'))).toEqual(ASKED);
  });

  test('are told to nobody who may not know of them', async () => {
    const [alice, mallory] = [await user(registry, 'alice'), await user(registry, 'mallory')];
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    await alice.post(`/-/package/${name}/access`, { publish_requires_tfa: true });
    const document = (await alice.get(`/${name}?write=true`)).body;
    const answers = [
      await version(mallory, name, '1.1.0'),
      await mallory.put(`/${name}`, document),
      await mallory.put(`/${name}/-rev/${document._rev}`, document),
      await mallory.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  test('no longer ask once the rule is taken away, which takes a code', async () => {
    const { alice, phone, owner, name } = await ruled(false);
    const none = { publish_requires_tfa: false };
    expect(challenge(await alice.post(`/-/package/${name}/access`, none))).toEqual(ASKED);
    expect((await alice.code(phone.fresh()).post(`/-/package/${name}/access`, none)).status).toBe(
      200,
    );
    expect((await version(owner, name, '1.1.0')).status).toBe(201);
  });

  test('keep their visibility, and refuse a request that changes nothing', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    expect((await alice.post(`/-/package/${name}/access`, {})).status).toBe(400);
    const set = await alice.post(`/-/package/${name}/access`, { publish_requires_tfa: true });
    expect(set.body).toMatchObject({ public: false, publish_requires_tfa: true });
  });
});

describe(`taking away what somebody has lost, ${registry.name}`, () => {
  test('is for admins', async () => {
    const { alice } = await enrolled(registry);
    const mallory = await user(registry, 'mallory');
    expect((await mallory.remove(of(alice))).status).toBe(403);
    expect((await anonymous(registry).remove(of(alice))).status).toBe(401);
    expect(challenge(await publish(alice))).toEqual(ASKED);
  });

  test('lets them in again by their password, and set up another', async () => {
    const local = await server();
    const admin = await user(local, 'admin');
    const { alice, phone } = await enrolled(local);
    expect((await admin.remove(of(alice))).body).toEqual({ ok: true });
    expect((await publish(alice)).status).toBe(201);
    expect((await signUp(local, alice.name, PASSWORD)).status).toBe(201);
    expect((await admin.remove(of(alice))).status).toBe(404);
    expect((await admin.remove('/-/v1/users/nobody/second-factor')).status).toBe(404);
    const again = await enrol(local, alice);
    expect(challenge(await publish(alice.code(phone.fresh())))).toEqual(ASKED);
    expect((await publish(alice.code(again.fresh()))).status).toBe(201);
  });

  test('takes a code of the admin who has one', async () => {
    const local = await server();
    const admin = await user(local, 'admin');
    const { alice } = await enrolled(local);
    const phone = await enrol(local, admin, 'auth-only');
    expect(challenge(await admin.remove(of(alice)))).toEqual(ASKED);
    expect((await admin.code(phone.fresh()).remove(of(alice))).status).toBe(200);
  });
});

describe('a registry that requires a second factor', () => {
  test('lets who has none log in, read and set one up, and nothing else', async () => {
    const local = await server({ secondFactor: 'required' });
    const alice = await user(local, 'alice');
    const name = uniqueName();
    const document = { _id: name, users: { [alice.name]: true } };
    const refused = [
      await alice.publish({ name, version: '1.0.0' }),
      await alice.post('/-/npm/v1/tokens', { password: PASSWORD }),
      await alice.post('/-/npm/v1/user', { fullname: 'Alice' }),
      await alice.put('/-/user/v1/star', { package: name }),
      await alice.put(`/${name}`, document),
      await alice.post('/-/v1/invites', undefined),
      await alice.post('/-/v1/jobs/gc', undefined),
      await alice.post('/-/v1/uploads', { name, size: 1 }),
    ];
    for (const { status, body } of refused) {
      expect([status, body.error]).toEqual([
        403,
        expect.stringContaining('npm profile enable-2fa'),
      ]);
    }
    expect((await alice.get('/-/whoami')).status).toBe(200);
    expect((await alice.get('/-/npm/v1/tokens')).status).toBe(200);
    expect((await signUp(local, alice.name, PASSWORD)).status).toBe(201);
    const phone = await enrol(local, alice, 'auth-only');
    expect((await alice.publish({ name, version: '1.0.0' })).status).toBe(201);
    expect((await disable(alice.code(phone.fresh()))).status).toBe(200);
    expect((await alice.publish({ name, version: '1.1.0' })).status).toBe(403);
    expect((await alice.remove(`/-/user/token/${alice.token}`)).status).toBe(200);
  });
});
