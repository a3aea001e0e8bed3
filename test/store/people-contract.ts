import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import type { Token } from '#domain/token.ts';
import { parseUserName, type User } from '#domain/user.ts';
import type { AuditEvent } from '#store/audit.ts';
import { createUser } from '#store/sign-up.ts';
import type { TableClient } from '#store/table.ts';
import { removeToken, saveToken } from '#store/token-writes.ts';
import { findToken, listTokens } from '#store/tokens.ts';
import { changeUser } from '#store/user-writes.ts';
import { findUser, hasFirstAdmin } from '#store/users.ts';

import { uniqueName } from '../packages.ts';

const event = (subject: string): AuditEvent => ({
  id: randomUUID(),
  at: new Date().toISOString(),
  action: 'test',
  subject,
  actor: 'alice',
  address: '127.0.0.1',
  detail: {},
  days: 0,
});

const newcomer = (): User => ({
  name: parseUserName(uniqueName('user')),
  email: 'x@example.com',
  admin: false,
  passwordHash: 'hash',
  createdAt: new Date().toISOString(),
  updatedAt: new Date().toISOString(),
});

/** What the store does with people over every table that takes electrodb's commands. */
export function peopleContract(where: string, open: () => Promise<TableClient>): void {
  describe(`people, ${where}`, () => {
    test('a user is created once, and the first admin is one', async () => {
      const table = await open();
      const [alice, bob] = [newcomer(), newcomer()];
      const first = { kind: 'first-admin' } as const;
      expect(await hasFirstAdmin(table)).toBe(false);
      const outcomes = await Promise.all(
        [alice, bob].map(async (user) =>
          createUser(table, user, first, event(`user:${user.name}`)),
        ),
      );
      expect(outcomes).toContain('first-admin');
      expect(outcomes).toContain(undefined);
      expect(await hasFirstAdmin(table)).toBe(true);
      const carol = newcomer();
      const create = async () => createUser(table, carol, { kind: 'open' }, event('user:carol'));
      expect([await create(), await create()]).toEqual([undefined, 'user']);
      expect(await findUser(table, carol.name)).toEqual(carol);
    });

    test('an invitation that is not there admits nobody', async () => {
      const table = await open();
      const alice = newcomer();
      const outcome = await createUser(table, alice, { kind: 'invite', hash: 'no' }, event('x'));
      expect([outcome, await findUser(table, alice.name)]).toEqual(['invite', undefined]);
    });

    test('a user changes only while there is one', async () => {
      const table = await open();
      const alice = newcomer();
      await createUser(table, alice, { kind: 'open' }, event('x'));
      const to = { table, now: () => new Date() };
      const changed = await changeUser(to, alice.name, { fullname: 'Alice' }, () => event('x'));
      expect(changed).toMatchObject({ ...alice, fullname: 'Alice', updatedAt: expect.any(String) });
      const nobody = changeUser(to, newcomer().name, { fullname: 'x' }, () => event('x'));
      await expect(nobody).rejects.toMatchObject({ code: 'unauthenticated' });
    });

    test('tokens are found by hash and by user, and are gone when removed', async () => {
      const table = await open();
      const user = parseUserName(uniqueName('user'));
      const token = (index: number, expiresAt?: string): Token => ({
        hash: `${user}-${index}`,
        key: `k${index}`,
        hint: 'pantry_abcd',
        user,
        name: 'ci',
        permission: 'read-write',
        packages: ['a'],
        scopes: [],
        cidr: [],
        createdAt: `2030-01-0${index}T00:00:00.000Z`,
        ...(expiresAt !== undefined && { expiresAt }),
      });
      const [first, second] = [token(1), token(2, '2031-01-01T00:00:00.000Z')];
      await saveToken(table, second, event('x'));
      await saveToken(table, first, event('x'));
      expect(await findToken(table, first.hash)).toEqual(first);
      expect((await listTokens(table, user)).map(({ key }) => key)).toEqual(['k1', 'k2']);
      await removeToken(table, first, event('x'));
      await removeToken(table, first, event('x'));
      expect(await findToken(table, first.hash)).toBeUndefined();
      expect(await findToken(table, second.hash)).toMatchObject({ expiresAt: second.expiresAt });
    });
  });
}
