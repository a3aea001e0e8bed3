import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import type { Token } from '#domain/token.ts';
import { parseUserName, type User } from '#domain/user.ts';
import type { AuditEvent } from '#store/audit.ts';
import { createUser } from '#store/sign-up.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { TableClient } from '#store/table.ts';
import { removeToken, saveToken } from '#store/token-writes.ts';
import { findToken, listTokens } from '#store/tokens.ts';
import { listUser, listUsers, userCount } from '#store/user-list.ts';
import { changeUser, saveAdmin } from '#store/user-writes.ts';
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

    test('all users are listed by name, in pages, or those whose names begin alike', async () => {
      const table = await open();
      const stem = uniqueName('many');
      // What follows a name in the order of texts is not passed over.
      const names = [stem, `${stem}-a`, `${stem}.b`, `${stem}0`, `${stem}z`].map(parseUserName);
      for (const name of names) {
        const user = { ...newcomer(), name };
        await createUser(table, user, { kind: 'open' }, event(`user:${name}`));
      }
      const listed = async (prefix: string, after?: string) => {
        const { users, next } = await listUsers(table, { prefix, after, size: 2 });
        return { names: users.map(({ name }) => name), next };
      };
      expect(await listed(stem)).toEqual({ names: names.slice(0, 2), next: `${stem}-a` });
      expect(await listed(stem, `${stem}-a`)).toEqual({
        names: names.slice(2, 4),
        next: `${stem}0`,
      });
      expect(await listed(stem, `${stem}0`)).toEqual({ names: [names[4]], next: undefined });
      expect((await listed(`${stem}-`)).names).toEqual([`${stem}-a`]);
      expect((await listed('', `${stem}z`)).names).not.toContain(`${stem}z`);
    });

    test('who was written before there was a list is on it from a login on', async () => {
      const table = await open();
      const alice = newcomer();
      const before = await userCount.read(table);
      await createUser(table, alice, { kind: 'open' }, event(`user:${alice.name}`));
      const { name: TableName } = TABLE_SCHEMA;
      await table.write('UpdateItem', {
        TableName,
        Key: { pk: `user#${alice.name}`, sk: 'user' },
        UpdateExpression: 'REMOVE gsi1pk, gsi1sk',
      });
      const listed = async () =>
        (await listUsers(table, { prefix: alice.name, size: 5 })).users.map(({ name }) => name);
      expect(await listed()).toEqual([]);
      await listUser(table, alice.name);
      expect(await listed()).toEqual([alice.name]);
      // As who was there before there was a number.
      expect(await userCount.read(table)).toBe(before + 2);
      // Later logins find them listed, and one of nobody lists nobody.
      await listUser(table, alice.name);
      const nobody = newcomer();
      await listUser(table, nobody.name);
      expect(await findUser(table, nobody.name)).toBeUndefined();
      expect(await findUser(table, alice.name)).toEqual(alice);
      expect(await userCount.read(table)).toBe(before + 2);
    });

    test('of two admins who take it from each other, one stays', async () => {
      const table = await open();
      const [alice, bob] = [newcomer(), newcomer()].map((user) => ({ ...user, admin: true }));
      if (!alice || !bob) throw new Error('two were made');
      for (const user of [alice, bob]) {
        await createUser(table, user, { kind: 'open' }, event(`user:${user.name}`));
      }
      const take = async (user: User, by: User) =>
        saveAdmin(table, { user, admin: false, by: by.name }, event(`user:${user.name}`));
      const done = [await take(alice, bob), await take(bob, alice)];
      expect(done).toEqual([true, false]);
      expect((await findUser(table, bob.name))?.admin).toBe(true);
      expect((await findUser(table, alice.name))?.admin).toBe(false);
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
