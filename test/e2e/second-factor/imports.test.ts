import { describe, expect, test } from 'vitest';

import { advance, type Authenticator, enrol } from '../../authenticator.ts';
import { type Answer, type Client, escape, PASSWORD, user } from '../../client.ts';
import { brought } from '../../importing.ts';
import { uniqueName } from '../../packages.ts';
import { server } from '../../target.ts';
import { ASKED, challenge } from './asked.ts';

const PASS = 'pantry-import-pass';
const HOUR = 3_600_000;

/** An admin with a second factor at each write. */
async function scene() {
  const registry = await server();
  const admin = await user(registry, 'admin');
  return { registry, admin, phone: await enrol(registry, admin) };
}

async function bring(who: Client, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const name = uniqueName();
  const body = { source: 'a test', versions: [brought(name, '1.0.0')] };
  return who.put(`/-/v1/imports/${escape(name)}`, body, headers);
}

async function passOf(admin: Client, phone: Authenticator): Promise<string> {
  const answer = await bring(admin, { 'npm-otp': phone.fresh() });
  expect(answer.status).toBe(200);
  return answer.headers.get(PASS) ?? '';
}

describe('an import of who is asked for a code', () => {
  test('gives one code, and brings what stands for it in all that follows', async () => {
    const { admin, phone } = await scene();
    expect(challenge(await bring(admin))).toEqual(ASKED);
    const pass = await passOf(admin, phone);
    for (let count = 0; count < 3; count += 1) {
      const answer = await bring(admin, { [PASS]: pass });
      expect([answer.status, answer.headers.get(PASS)]).toEqual([200, null]);
    }
  });

  test('is asked again after twelve hours', async () => {
    const { registry, admin, phone } = await scene();
    const pass = await passOf(admin, phone);
    advance(registry, 12 * HOUR - 60_000);
    expect((await bring(admin, { [PASS]: pass })).status).toBe(200);
    advance(registry, 60_000);
    expect(challenge(await bring(admin, { [PASS]: pass }))).toEqual(ASKED);
  });

  test('is let through by no pass of another token, nor by one that was made up', async () => {
    const { admin, phone } = await scene();
    const pass = await passOf(admin, phone);
    const { body } = await admin.code(phone.fresh()).put(`/-/user/org.couchdb.user:${admin.name}`, {
      name: admin.name,
      password: PASSWORD,
    });
    const other = admin.with(body.token);
    for (const given of [pass, `${pass.slice(0, -4)}AAAA`, 'a1.', 'x', '2999-01-01T00:00:00Z']) {
      const who = given === pass ? other : admin;
      expect([given, challenge(await bring(who, { [PASS]: given }))]).toEqual([given, ASKED]);
    }
  });

  test('writes nothing else with it', async () => {
    const { admin, phone } = await scene();
    const pass = await passOf(admin, phone);
    const name = uniqueName();
    expect((await admin.code(phone.fresh()).publish({ name, version: '1.0.0' })).status).toBe(201);
    const path = `/-/package/${name}/dist-tags/next`;
    expect(challenge(await admin.put(path, '1.0.0', { [PASS]: pass }))).toEqual(ASKED);
  });
});

test('who is asked for no code is given no pass', async () => {
  const admin = await user(await server(), 'admin');
  const answer = await bring(admin);
  expect([answer.status, answer.headers.get(PASS)]).toEqual([200, null]);
});
