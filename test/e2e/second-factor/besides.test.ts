import { describe, expect, test } from 'vitest';

import { begin, codeOf, enrol, enrolled, stepAt } from '../../authenticator.ts';
import { ciRegistry } from '../../ci/registry.ts';
import { trusting } from '../../ci/trusting.ts';
import { type Client, PASSWORD, signUp, user } from '../../client.ts';
import { integrityOf, pack, publishDocument, uniqueName } from '../../packages.ts';
import { server, type Target } from '../../target.ts';
import { ASKED, challenge, disable, publish } from './asked.ts';

const ci = await ciRegistry();
const { registry } = ci;

describe(`a second factor and CI, ${registry.name}`, () => {
  test('what a package trusts takes a code in every mode, and of every token', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const phone = await enrol(registry, alice, 'auth-only');
    const request = { password: PASSWORD, bypass_2fa: true };
    const made = await alice.code(phone.fresh()).post('/-/npm/v1/tokens', request);
    const robot = alice.with(made.body.token);
    const path = `/-/package/${name}/trust`;
    for (const somebody of [alice, robot]) {
      expect(challenge(await somebody.post(path, []))).toEqual(ASKED);
      expect(challenge(await somebody.remove(`${path}/some-id`))).toEqual(ASKED);
      expect((await somebody.get(path)).status).toBe(200);
    }
  });

  test('a run is asked for nothing, also by a package that asks everybody', async () => {
    const { alice, name } = await trusting(registry);
    await alice.post(`/-/package/${name}/access`, { publish_requires_tfa: true });
    const run = await ci.run(name);
    expect((await run.publish({ name, version: '1.1.0' })).status).toBe(201);
    const tag = `/-/package/${name}/dist-tags/next`;
    expect((await run.put(tag, '"1.1.0"')).status).toBe(201);
  });
});

describe(`a second factor and uploads, ${registry.name}`, () => {
  test('is asked for when the upload is published, and the upload can be published then', async () => {
    const { alice, phone } = await enrolled(registry);
    const manifest = { name: uniqueName(), version: '1.0.0' };
    const tarball = pack(manifest);
    const announced = { ...manifest, size: tarball.length, integrity: integrityOf(tarball) };
    const { body } = await alice.post('/-/v1/uploads', announced);
    await put(registry, body.url, tarball);
    const document = publishDocument(manifest, { tarball });
    for (const attachment of Object.values<any>(document['_attachments'])) delete attachment.data;
    const path = `/-/v1/uploads/${body.id}/commit`;
    expect(challenge(await alice.post(path, document))).toEqual(ASKED);
    expect((await alice.get(`/${manifest.name}`)).status).toBe(404);
    expect((await alice.code(phone.fresh()).post(path, document)).status).toBe(201);
    // A retry after a lost answer publishes nothing, and needs no second code.
    expect((await alice.post(path, document)).status).toBe(201);
  });
});

async function put({ url, fetch: ask }: Target, where: string, bytes: Uint8Array): Promise<void> {
  const init = { method: 'PUT', body: new Uint8Array(bytes) };
  await (where.startsWith(`${url}/`) ? ask(where.slice(url.length), init) : fetch(where, init));
}

/** What was done to somebody, in an order of no meaning: within a millisecond there is none. */
const eventsOf = async (local: Target, { name }: Client): Promise<readonly any[]> => {
  const query = { partition: `audit#user:${name}`, index: 'gsi1' };
  const { items = [] } = (await local.services?.table.page(query)) ?? {};
  return items.filter(({ action }) => action !== 'sign-up' && action !== 'token-create');
};

describe('the audit log', () => {
  test('has every change of a second factor and every recovery code that was used, and no secret', async () => {
    const local = await server();
    const admin = await user(local, 'admin');
    const { alice, phone } = await enrolled(local, 'auth-only');
    const tfa = { mode: 'auth-and-writes', password: PASSWORD };
    await alice.code(phone.fresh()).post('/-/npm/v1/user', { tfa });
    await publish(alice.code(phone.recovery[0] ?? ''));
    await signUp(local, alice.name, PASSWORD, { 'npm-otp': phone.recovery[1] ?? '' });
    const where = '/-/v1/user/second-factor/recovery-codes';
    await alice.code(phone.fresh()).post(where, undefined);
    await disable(alice.code(phone.fresh()));
    const key = await begin(alice);
    await alice.post('/-/npm/v1/user', { tfa: [codeOf(key, stepAt(local))] });
    await admin.remove(`/-/v1/users/${alice.name}/second-factor`);
    const events = await eventsOf(local, alice);
    const told = events.map(({ action, actor, detail, before, after }) => [
      action,
      actor,
      detail,
      before ?? null,
      after ?? null,
    ]);
    const mine = (action: string, ...rest: readonly unknown[]) => [action, alice.name, ...rest];
    const logins = { mode: 'auth-only', recoveryCodes: 10 };
    const writes = { mode: 'auth-and-writes', recoveryCodes: 10 };
    const used = { mode: 'auth-and-writes', recoveryCodes: 8 };
    const expected = [
      mine('second-factor-begin', { mode: 'auth-only' }, null, null),
      mine('second-factor-enrol', {}, null, logins),
      mine('second-factor-mode', {}, logins, writes),
      mine('recovery-code-use', { left: 9 }, null, null),
      mine('recovery-code-use', { left: 8 }, null, null),
      mine('recovery-codes-new', {}, used, writes),
      mine('second-factor-disable', {}, writes, null),
      mine('second-factor-begin', { mode: 'auth-and-writes' }, null, null),
      mine('second-factor-enrol', {}, null, writes),
      ['second-factor-remove', admin.name, {}, writes, null],
    ];
    expect(told).toHaveLength(expected.length);
    expect(told).toEqual(expect.arrayContaining(expected));
    for (const secret of [key, phone.key, ...phone.recovery]) {
      expect(JSON.stringify(events)).not.toContain(secret);
    }
  });

  test('and the table hold no key and no recovery code as they are', async () => {
    const local = await server();
    const { alice, phone } = await enrolled(local);
    const key = { partition: `second-factor#${alice.name}`, sort: 'second-factor' };
    const [item] = (await local.services?.table.find([key])) ?? [];
    const text = JSON.stringify(item);
    expect(text).toContain('a1.');
    for (const secret of [
      phone.key,
      ...phone.recovery.flatMap((code) => [code, code.replaceAll(' ', '')]),
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});
