import { describe, expect, test } from 'vitest';

import { type AuditedEvent, firstAdmin, readAudit, short } from '../audit-log.ts';
import { anonymous, type Answer, escape, PASSWORD, published, signUp, user } from '../client.ts';
import { fromAddress, newAddress } from '../from-address.ts';
import { server, target } from '../target.ts';
import { browserOf } from '../web-forms.ts';

const { REGISTRY_TARGET: where } = process.env;
const registry = await target();

const admin = await firstAdmin(registry);

describe('changes of an account', () => {
  test('are there for who has it: sign-up, logins, tokens, profile, password; never a secret', async () => {
    const alice = await user(registry, 'alice');
    await signUp(registry, alice.name, PASSWORD);
    const made = await alice.post('/-/npm/v1/tokens', {
      password: PASSWORD,
      name: 'for CI',
      scopes: ['@acme'],
      expires: 7,
    });
    await alice.remove(`/-/npm/v1/tokens/token/${made.body.key}`);
    await alice.post('/-/npm/v1/user', { fullname: 'Alice A.' });
    await alice.post('/-/npm/v1/user', { fullname: 'Alice B.', github: 'alice' });
    await alice.post('/-/npm/v1/user', { password: { old: PASSWORD, new: 'a new password' } });
    const events = await readAudit(alice, '/-/v1/user/audit');
    const { email } = (await alice.get('/-/npm/v1/user')).body;
    const token = { name: 'for CI', permission: 'read-only', scopes: ['@acme'] };
    expect(events.map(({ action, before, after }) => ({ action, before, after }))).toMatchObject([
      { action: 'sign-up', after: { name: alice.name, email, admin: false } },
      { action: 'token-create', after: { name: 'login', permission: 'read-write' } },
      { action: 'token-create', after: { name: 'login' } },
      { action: 'token-create', after: token },
      { action: 'token-revoke', before: token },
      { action: 'profile-change', before: { fullname: null }, after: { fullname: 'Alice A.' } },
      {
        action: 'profile-change',
        before: { fullname: 'Alice A.', github: null },
        after: { fullname: 'Alice B.', github: 'alice' },
      },
      { action: 'password-change', before: {}, after: {} },
    ]);
    const text = JSON.stringify(events);
    for (const secret of [alice.token, made.body.token, PASSWORD, 'a new password', 'argon2']) {
      expect(text).not.toContain(secret);
    }
  });

  test('are nobody else’s, and no limited token’s', async () => {
    const alice = await user(registry, 'alice');
    const limited = await alice.post('/-/npm/v1/tokens', { password: PASSWORD, readonly: true });
    expect((await alice.with(limited.body.token).get('/-/v1/user/audit')).status).toBe(403);
    expect((await anonymous(registry).get('/-/v1/user/audit')).status).toBe(401);
    const basic = Buffer.from(`${alice.name}:${PASSWORD}`).toString('base64');
    const byPassword = await anonymous(registry).get('/-/v1/user/audit', {
      authorization: `Basic ${basic}`,
    });
    expect([byPassword.status, byPassword.body.error]).toEqual([
      401,
      expect.stringContaining('passwords are not taken here'),
    ]);
  });
});

describe('the audit log of the registry', () => {
  test('is for admins alone', async () => {
    const alice = await user(registry, 'alice');
    expect((await alice.get('/-/v1/audit')).status).toBe(403);
    expect((await anonymous(registry).get('/-/v1/audit')).status).toBe(401);
    const limited = await admin.post('/-/npm/v1/tokens', {
      password: 'becomes the admin',
      readonly: true,
    });
    expect((await admin.with(limited.body.token).get('/-/v1/audit')).status).toBe(403);
  });

  test('has the newest first, page after page, each event once', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const beta = `/-/package/${escape(name)}/dist-tags/beta`;
    for (let round = 0; round < 6; round += 1) {
      await alice.put(beta, '"1.0.0"');
      await alice.remove(beta);
    }
    const pages: AuditedEvent[][] = [];
    let cursor = '';
    do {
      const { body } = await admin.get(`/-/v1/audit?actor=${alice.name}&size=4${cursor}`);
      pages.push(body.events);
      cursor = `&cursor=${body.next}`;
      if (body.next === null) break;
    } while (pages.length < 20);
    const events = pages.flat();
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const places = events.map(({ at, id }) => `${at}#${id}`);
    expect(places).toEqual(places.toSorted().toReversed());
    expect(events.map(({ action }) => action).toReversed()).toEqual([
      'sign-up',
      'token-create',
      'publish',
      ...Array.from({ length: 6 }, () => ['tag', 'untag']).flat(),
    ]);
    expect(Math.max(...pages.map(({ length }) => length))).toBe(4);
  });

  test('is filtered by actor, action, subject and time', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0');
    const ask = async (query: string): Promise<readonly string[]> =>
      (await readAudit(admin, `/-/v1/audit?${query}`)).map(({ action }) => action);
    const [first, second] = await readAudit(
      admin,
      `/-/v1/audit?subject=package:${encodeURIComponent(name)}`,
    );
    expect(await ask(`actor=${alice.name}&action=publish`)).toEqual(['publish', 'publish']);
    expect(await ask(`subject=user:${alice.name}`)).toEqual(['sign-up', 'token-create']);
    const subject = `subject=package:${encodeURIComponent(name)}`;
    expect(await ask(`${subject}&from=${second?.['at']}`)).toEqual(['publish']);
    expect(await ask(`${subject}&to=${second?.['at']}`)).toEqual(['publish']);
    expect(await ask(`${subject}&from=${first?.['at']}&to=${first?.['at']}`)).toEqual([]);
    expect(await ask(`actor=${alice.name}&from=2099-01-01`)).toEqual([]);
    expect(await ask(`actor=${alice.name}&to=2026-01-01`)).toEqual([]);
  });

  test.each([
    'cursor=x',
    'cursor=%00',
    'size=0',
    'size=-1',
    'from=yesterday',
    'to=2026-13-45',
    `actor=${'x'.repeat(400)}`,
  ])('a question with %s is a 400', async (query) => {
    const { status, body } = await admin.get(`/-/v1/audit?${query}`);
    expect([status, body.code]).toEqual([400, 'invalid']);
  });

  test('knows of invitations and jobs', async () => {
    // An admin of this test alone: others do the same as the first.
    const alice = await user(registry, 'alice');
    const desk = browserOf(registry, admin);
    await desk.send(`/-/web/admin/users/${alice.name}/admin`, { admin: 'yes' });
    await alice.post('/-/v1/invites', undefined);
    await alice.post('/-/v1/jobs/gc', undefined);
    const events = await readAudit(admin, `/-/v1/audit?subject=registry&actor=${alice.name}`);
    expect(events.map(short)).toEqual([
      { action: 'invite', actor: alice.name, after: { expires: expect.any(String) }, detail: {} },
      { action: 'job', actor: alice.name, detail: { job: 'gc' } },
    ]);
    await desk.send(`/-/web/admin/users/${alice.name}/admin`, { admin: 'no' });
  });
});

describe('lockouts', () => {
  test('are noted once when they begin, and not for every attempt', async () => {
    const local = where && where !== 'local' ? registry : await server();
    const home = fromAddress(local, newAddress());
    await user(local);
    const alice = await user(home, 'alice');
    const guess = async (): Promise<Answer> => signUp(home, alice.name, 'wrong password');
    for (let attempt = 0; attempt < 9; attempt += 1) {
      await guess();
      local.advance?.(60_000);
    }
    const lockouts = (await readAudit(alice, '/-/v1/user/audit')).filter(
      ({ action }) => action === 'lockout',
    );
    expect(lockouts).toEqual([
      expect.objectContaining({
        actor: '(registry)',
        subject: `user:${alice.name}`,
        address: expect.stringMatching(/^(?:::ffff:)?127\./),
        detail: { kind: 'password', of: 'pair', failures: 5, until: expect.any(String) },
      }),
    ]);
    expect(JSON.stringify(lockouts)).not.toContain('wrong password');
  });
});

describe('what is kept', () => {
  test('is for ever, unless the configuration says how many days', async () => {
    const [ever, short30] = [await server(), await server({ auditRetention: '30' })];
    for (const [local, left] of [
      [ever, 2],
      [short30, 0],
    ] as const) {
      const alice = await user(local);
      const count = async () => (await alice.get('/-/v1/user/audit')).body.events.length;
      expect(await count()).toBe(2);
      local.advance?.(29 * 86_400_000);
      expect(await count()).toBe(2);
      local.advance?.(2 * 86_400_000);
      expect(await count()).toBe(left);
      expect((await alice.get('/-/v1/audit')).body.events).toHaveLength(left);
    }
  });
});
