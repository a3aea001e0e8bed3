import { Readable } from 'node:stream';
import { expect, test } from 'vitest';

import { handle } from '#endpoints/web-account/sign-in.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import { listUsers } from '#store/user-list.ts';

import { ACCOUNT, SIGN_IN, signedIn } from '../browsing.ts';
import { PASSWORD, user } from '../client.ts';
import { server } from '../target.ts';

test('who was written before there was a list of users is on it once a browser is signed in', async () => {
  const registry = await server();
  const alice = await user(registry, 'alice');
  const { services } = registry;
  if (!services) throw new Error('this one runs here');
  await services.table.write('UpdateItem', {
    TableName: TABLE_SCHEMA.name,
    Key: { pk: `user#${alice.name}`, sk: 'user' },
    UpdateExpression: 'REMOVE gsi1pk, gsi1sk',
  });
  const listed = async () =>
    (await listUsers(services.table, { prefix: alice.name, size: 5 })).users.map(
      ({ name }) => name,
    );
  expect(await listed()).toEqual([]);
  await signedIn(registry, alice);
  expect(await listed()).toEqual([alice.name]);
});

test('a list of users that cannot be written keeps nobody out', async () => {
  const registry = await server();
  const alice = await user(registry, 'alice');
  const { services } = registry;
  if (!services) throw new Error('this one runs here');
  const { table } = services;
  const full = {
    find: table.find.bind(table),
    page: table.page.bind(table),
    send: table.send.bind(table),
    write: async () => Promise.reject(new Error('too many writes')),
  };
  const form = new URLSearchParams({ name: alice.name, password: PASSWORD }).toString();
  const request = {
    id: 'test',
    method: 'POST',
    path: SIGN_IN,
    query: new URLSearchParams(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    body: Readable.from([Buffer.from(form)]),
    address: '127.0.0.1',
    baseUrl: registry.url,
  };
  expect((await handle(request, {}, { ...services, table: full })).status).toBe(303);
});

test('registries on two ports of one host sign nobody out of each other', async () => {
  const [first, second] = [await server(), await server()];
  const [alice, bob] = [await user(first, 'alice'), await user(second, 'bob')];
  const browser = await signedIn(first, alice);
  const other = await signedIn(second, bob);
  for (const [name, value] of other.cookies) browser.cookies.set(name, value);
  const account = await browser.get(ACCOUNT);
  expect([account.status, account.text]).toEqual([200, expect.stringContaining(alice.name)]);
  expect(new Set(browser.cookies.keys()).size).toBe(4);
});
