import { expect, test, vi } from 'vitest';

import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { type Answer, startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url, ownScopes: '@acme' });
const alice = await user(registry);
const mine = uniqueName('findable');
await alice.publish({ name: mine, version: '1.0.0', description: 'findable things' });

const pathOf = (text: string, size = 20, from = 0): string =>
  `/-/v1/search?${new URLSearchParams({ text, size: String(size), from: String(from) }).toString()}`;

/** What the upstream finds. */
const finds =
  (...names: readonly string[]): Answer =>
  (_, response) =>
    void response.end(
      JSON.stringify({
        objects: names.map((name) => ({ package: { name, version: '1.0.0' }, score: {} })),
        total: names.length,
      }),
    );

const search = async (text: string, size = 20) =>
  (await anonymous(registry).get(pathOf(text, size))).body;

const namesOf = ({ objects }: any) =>
  objects.map((object: any) => [object.package.name, object.upstream]);

// Search follows a publish within a second.
await vi.waitUntil(async () => (await search('findable', 1)).objects.length > 0, 15_000);

test('own packages come first, then the upstream\u2019s, marked', async () => {
  upstream.answer(
    pathOf('findable', 19),
    finds('findable-elsewhere', mine, '@acme/findable', '???'),
  );
  const found = await search('findable');
  expect(namesOf(found)).toEqual([
    [mine, undefined],
    ['findable-elsewhere', true],
  ]);
});

test('a full page of ours asks nobody else, and neither does nothing', async () => {
  upstream.requests.length = 0;
  expect(namesOf(await search('findable', 1))).toEqual([[mine, undefined]]);
  await search('');
  expect(upstream.requests).toEqual([]);
});

test('a browser is shown them as theirs, and nothing of what they say is markup', async () => {
  upstream.answer(pathOf('findable', 19), (_, response) => {
    const hostile = '<img src=x>"\u0000';
    const theirs = {
      name: 'findable-elsewhere',
      version: hostile,
      description: hostile,
      license: {},
      date: hostile,
      publisher: { username: hostile },
      keywords: [hostile, 7, ''],
    };
    response.end(JSON.stringify({ objects: [{ package: theirs }], total: 1 }));
  });
  const headers = { accept: 'text/html' };
  const page = await (await registry.fetch('/-/web/search?q=findable', { headers })).text();
  expect(page).toContain('2 packages');
  expect(page).toMatch(/>findable-elsewhere<\/a>[^]*from the registry behind this one/);
  expect(page).not.toContain('<img');
});

test('what names a scope of ours is searched here alone', async () => {
  upstream.requests.length = 0;
  await search('@acme/secret-project');
  expect(upstream.requests).toEqual([]);
});

test.each<readonly [string, Answer]>([
  ['fails', (_, response) => void response.writeHead(500).end()],
  ['sends something else', (_, response) => void response.end('<html>')],
  ['hangs', () => undefined],
])('an upstream that %s leaves what is here', async (_, answer) => {
  upstream.answer(pathOf('findable', 19), answer);
  expect(namesOf(await search('findable'))).toEqual([[mine, undefined]]);
});
