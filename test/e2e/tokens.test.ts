import { describe, expect, test } from 'vitest';

import { anonymous, type Client, PASSWORD, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
const DAY = 86_400_000;

/** A token that `npm token create` would make. */
async function create(owner: Client, request: object = {}): Promise<Client & { key: string }> {
  const { body } = await owner.post('/-/npm/v1/tokens', { password: PASSWORD, ...request });
  return { ...owner.with(body.token), key: body.key };
}

const publishes = async (client: Client, name = uniqueName()): Promise<number> =>
  (await client.publish({ name, version: `1.0.${Math.floor(Math.random() * 1e9)}` })).status;

describe(`tokens, ${registry.name}`, () => {
  test('are listed without themselves, and revoked by key or by themselves, at once', async () => {
    const alice = await user(registry);
    const made = await alice.post('/-/npm/v1/tokens', {
      password: PASSWORD,
      name: 'ci',
      cidr_whitelist: ['127.0.0.0/8', '::1/128'],
    });
    expect(made.status).toBe(201);
    const { body } = await alice.get('/-/npm/v1/tokens');
    expect(body).toMatchObject({ total: 2, urls: {} });
    expect(body.objects.map((token: { name: string }) => token.name)).toEqual(['login', 'ci']);
    expect(JSON.stringify(body)).not.toContain(made.body.token);
    expect(body.objects[1]).toMatchObject({
      key: made.body.key,
      readonly: false,
      cidr_whitelist: ['127.0.0.0/8', '::1/128'],
    });
    const ci = alice.with(made.body.token);
    expect((await ci.get('/-/whoami')).status).toBe(200);
    expect((await alice.remove(`/-/npm/v1/tokens/token/${made.body.key}`)).status).toBe(200);
    expect((await ci.get('/-/whoami')).status).toBe(401);
    const other = await create(alice);
    expect((await alice.remove(`/-/npm/v1/tokens/token/${other.token}`)).status).toBe(200);
    expect((await other.get('/-/whoami')).status).toBe(401);
    expect((await alice.remove('/-/npm/v1/tokens/token/nothing')).status).toBe(404);
  });

  test('need the password to be made', async () => {
    const alice = await user(registry);
    expect((await alice.post('/-/npm/v1/tokens', { password: 'wrong' })).status).toBe(401);
    expect((await alice.post('/-/npm/v1/tokens', {})).status).toBe(400);
    expect((await reader.post('/-/npm/v1/tokens', { password: PASSWORD })).status).toBe(401);
  });

  test('that are read-only read and do nothing else', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    for (const request of [
      { readonly: true },
      { packages_all: true, packages_and_scopes_permission: 'read-only' },
    ]) {
      const token = await create(alice, request);
      expect((await token.get(`/${name}`)).status).toBe(200);
      const refused = await token.publish({ name, version: '1.1.0' });
      expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('token')]);
      expect((await token.put(`/-/package/${name}/dist-tags/x`, '"1.0.0"')).status).toBe(403);
      expect((await token.put('/-/user/v1/star', { package: name })).status).toBe(403);
      expect((await token.post('/-/npm/v1/tokens', { password: PASSWORD })).status).toBe(403);
      expect((await token.post('/-/npm/v1/user', { fullname: 'x' })).status).toBe(403);
    }
  });

  test('for some packages and scopes write to those and no others', async () => {
    const alice = await user(registry);
    const [own, other] = [uniqueName(), uniqueName()];
    const scope = `@${uniqueName('scope')}`;
    const token = await create(alice, {
      packages: [own],
      scopes: [scope.slice(1)],
      packages_and_scopes_permission: 'read-write',
    });
    expect(await publishes(token, own)).toBe(201);
    expect(await publishes(token, `${scope}/a`)).toBe(201);
    expect(await publishes(token, other)).toBe(403);
    expect(await publishes(token, `${scope}x/a`)).toBe(403);
    expect((await token.post('/-/npm/v1/tokens', { password: PASSWORD })).status).toBe(403);
  });

  test('for some packages do not show the private others', async () => {
    const alice = await user(registry);
    const [own, other] = [uniqueName(), uniqueName()];
    for (const name of [own, other]) {
      await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    }
    const token = await create(alice, { packages: [own] });
    expect((await token.get(`/${own}`)).status).toBe(200);
    expect((await token.get(`/${other}`)).status).toBe(404);
    expect((await token.get(`/${other}/-/${other}-1.0.0.tgz`)).status).toBe(404);
  });

  test('that may only stage do not publish', async () => {
    const alice = await user(registry);
    const token = await create(alice, {
      packages_all: true,
      packages_and_scopes_permission: 'read-write-stage-only',
    });
    expect(await publishes(token)).toBe(403);
  });

  test('expire', async () => {
    const { advance } = registry;
    const alice = await user(registry);
    const token = await create(alice, { expires: 1 });
    expect((await token.get('/-/whoami')).status).toBe(200);
    if (!advance) return;
    advance(DAY + 1000);
    const refused = await token.get('/-/whoami');
    expect([refused.status, refused.body.error]).toEqual([401, expect.stringContaining('expired')]);
    expect(await publishes(token)).toBe(401);
  });

  test('that are bound to other addresses are refused', async () => {
    const alice = await user(registry);
    const token = await create(alice, { cidr_whitelist: ['203.0.113.0/24'] });
    const refused = await token.get('/-/whoami');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('ipaddress');
  });

  test.each([
    { cidr_whitelist: ['not an address'] },
    { cidr_whitelist: ['10.0.0.0/33'] },
    { expires: 0 },
    { expires: 1.5 },
    { packages: ['Not A Package'] },
    { scopes: ['@a/b'] },
    { packages_and_scopes_permission: 'everything' },
  ])('are not made from %o', async (request) => {
    const alice = await user(registry);
    const { status } = await alice.post('/-/npm/v1/tokens', { password: PASSWORD, ...request });
    expect(status).toBe(400);
  });
});
