import { describe, expect, test } from 'vitest';

import { enrol, enrolled } from '../../authenticator.ts';
import { type Answer, type Client, PASSWORD, user } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { target } from '../../target.ts';
import { ASKED, disable, challenge, login, publish } from './asked.ts';

const registry = await target();

/** Everything that changes something, of a package that alice and bob own. */
async function writes(alice: Client, name: string): Promise<Record<string, () => Promise<Answer>>> {
  const path = `/${name}`;
  const document = (await alice.get(`${path}?write=true`)).body;
  const [first, last] = ['1.0.0', '1.1.0'];
  const { [first]: kept, [last]: gone } = document.versions;
  const replace = `${path}/-rev/${document._rev}`;
  const advisory = { summary: 'bad', severity: 'low', vulnerable_versions: '*' };
  return {
    publish: async () => alice.publish({ name, version: '2.0.0' }),
    'publish a new name': async () => publish(alice),
    deprecate: async () =>
      alice.put(path, {
        ...document,
        versions: { [first]: { ...kept, deprecated: 'old' }, [last]: gone },
      }),
    'unpublish a version': async () =>
      alice.put(replace, { ...document, versions: { [first]: kept } }),
    'unpublish all': async () => alice.remove(replace),
    tag: async () => alice.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"'),
    'remove a tag': async () => alice.remove(`/-/package/${name}/dist-tags/latest`),
    'make it private': async () =>
      alice.post(`/-/package/${name}/access`, { access: 'restricted' }),
    'drop its rule': async () =>
      alice.post(`/-/package/${name}/access`, { publish_requires_tfa: false }),
    'set owners': async () => alice.put(replace, { _rev: document._rev, maintainers: [] }),
    'add an advisory': async () => alice.put(`/-/v1/packages/${name}/advisories/a-1`, advisory),
  };
}

const account = (alice: Client): Record<string, () => Promise<Answer>> => ({
  'token create': async () => alice.post('/-/npm/v1/tokens', { password: PASSWORD }),
  'token revoke': async () => alice.remove('/-/npm/v1/tokens/token/none'),
  'profile set': async () => alice.post('/-/npm/v1/user', { fullname: 'A' }),
});

async function withPackage(mode?: string) {
  const person = await user(registry, 'alice');
  const name = uniqueName();
  for (const version of ['1.0.0', '1.1.0']) await person.publish({ name, version });
  const phone = mode === undefined ? undefined : await enrol(registry, person, mode);
  return { alice: person, name, phone };
}

async function automation(alice: Client, code: string): Promise<Client> {
  const request = { password: PASSWORD, name: 'ci', bypass_2fa: true };
  const { body } = await alice.code(code).post('/-/npm/v1/tokens', request);
  return alice.with(body.token);
}

describe(`where codes are asked for, ${registry.name}`, () => {
  test('for writes: in all that changes a package or the account, and nothing is changed without', async () => {
    const { alice, name } = await withPackage('auth-and-writes');
    const before = (await alice.get(`/${name}`)).body;
    for (const write of Object.values({ ...(await writes(alice, name)), ...account(alice) })) {
      expect(challenge(await write())).toEqual(ASKED);
    }
    expect((await alice.get(`/${name}`)).body).toEqual(before);
  });

  test('for logins alone: in what changes the account, and in no package', async () => {
    const { alice, name } = await withPackage('auth-only');
    for (const write of Object.values(account(alice)))
      expect(challenge(await write())).toEqual(ASKED);
    expect((await alice.publish({ name, version: '2.0.0' })).status).toBe(201);
    expect((await alice.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"')).status).toBe(201);
  });

  test('before a byte of a tarball is taken in', async () => {
    const { alice, phone } = await enrolled(registry);
    const wrong = { name: uniqueName(), version: '1.0.0' };
    const garbage = { tarball: Buffer.from('this is none') };
    expect(challenge(await alice.publish(wrong, garbage))).toEqual(ASKED);
    expect((await alice.code(phone.fresh()).publish(wrong, garbage)).status).toBe(400);
  });

  test('never for stars, reads and audits', async () => {
    const { alice, name } = await withPackage('auth-and-writes');
    const star = await alice.put('/-/user/v1/star', { package: name });
    expect(star.status).toBe(201);
    expect((await alice.put(`/${name}`, { users: { [alice.name]: true } })).status).toBe(201);
    const document = (await alice.get(`/${name}?write=true`)).body;
    const unstar = await alice.put(`/${name}/-rev/${document._rev}`, { users: {} });
    expect(unstar.status).toBe(201);
    expect((await alice.remove('/-/user/v1/star', { package: name })).status).toBe(200);
    expect((await alice.get('/-/npm/v1/tokens')).status).toBe(200);
    expect((await alice.post('/-/npm/v1/security/advisories/bulk', {})).status).toBe(200);
  });

  test('after the decision that somebody may: who may not is told as without a second factor', async () => {
    const { alice } = await enrolled(registry);
    const owner = await user(registry, 'bob');
    const [open, secret] = [uniqueName(), uniqueName()];
    await owner.publish({ name: open, version: '1.0.0' });
    await owner.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
    await owner.post(`/-/package/${secret}/access`, { publish_requires_tfa: true });
    expect((await alice.publish({ name: open, version: '2.0.0' })).status).toBe(403);
    expect((await alice.publish({ name: secret, version: '2.0.0' })).status).toBe(404);
    const tag = async (name: string): Promise<Answer> =>
      alice.put(`/-/package/${name}/dist-tags/next`, '"1.0.0"');
    expect([(await tag(open)).status, (await tag(secret)).status]).toEqual([403, 404]);
    expect((await tag(uniqueName())).body.code).toBe((await tag(secret)).body.code);
  });

  test('a code that nobody asks for is not used up', async () => {
    const { alice, phone } = await enrolled(registry, 'auth-only');
    const code = phone.fresh();
    expect((await publish(alice.code(code))).status).toBe(201);
    expect((await login(registry, alice, code)).status).toBe(201);
  });
});

describe(`tokens for machines, ${registry.name}`, () => {
  test('that bypass a second factor write without a code, and are shown as such', async () => {
    const { alice, phone } = await enrolled(registry);
    const robot = await automation(alice, phone.fresh());
    expect((await publish(robot)).status).toBe(201);
    const { body } = await alice.get('/-/npm/v1/tokens');
    expect(body.objects.map((each: any) => [each.name, each.bypass_2fa])).toEqual([
      ['login', false],
      ['ci', true],
    ]);
  });

  test('that bypass a second factor change nothing of the account', async () => {
    const { alice, phone } = await enrolled(registry);
    const robot = await automation(alice, phone.fresh());
    expect(challenge(await robot.post('/-/npm/v1/tokens', { password: PASSWORD }))).toEqual(ASKED);
    expect(challenge(await disable(robot))).toEqual(ASKED);
    expect(challenge(await robot.post('/-/npm/v1/user', { fullname: 'x' }))).toEqual(ASKED);
    expect(
      challenge(await robot.post('/-/v1/user/second-factor/recovery-codes', undefined)),
    ).toEqual(ASKED);
  });

  test('that do not are asked for codes as a login is', async () => {
    const { alice, phone } = await enrolled(registry);
    const { body } = await alice
      .code(phone.fresh())
      .post('/-/npm/v1/tokens', { password: PASSWORD });
    expect(challenge(await publish(alice.with(body.token)))).toEqual(ASKED);
  });

  test('that bypass one are not made by who has none', async () => {
    const alice = await user(registry, 'alice');
    const request = { password: PASSWORD, bypass_2fa: true };
    const { status, body } = await alice.post('/-/npm/v1/tokens', request);
    expect([status, body.error]).toEqual([403, expect.stringContaining('enable-2fa')]);
  });
});
