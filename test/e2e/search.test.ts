import { describe, expect, test } from 'vitest';

import { anonymous, type Answer, type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

interface Found {
  readonly package: { readonly name: string };
}

/**
 * Milliseconds for what search learns a moment after a publish. A registry somewhere else may have many processes that
 * search, each with a copy of the index that is a moment older.
 */
const PATIENCE = registry.advance ? 15_000 : 60_000;

async function search(
  client: Client,
  text: string,
  until: (names: string[], total: number) => boolean,
  page = 'size=20',
): Promise<{ readonly names: string[]; readonly body: Answer['body'] }> {
  for (const end = Date.now() + PATIENCE; ;) {
    const { body } = await client.get(`/-/v1/search?text=${encodeURIComponent(text)}&${page}`);
    const names = body.objects.map((found: Found) => found.package.name);
    if (until(names, body.total) || Date.now() > end) return { names, body };
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

describe(`search, ${registry.name}`, () => {
  test('finds packages by name, description, keyword, maintainer and scope, as npm reads them', async () => {
    const alice = await user(registry);
    const word = uniqueName('word').replaceAll('-', '');
    const scope = `@${uniqueName('scope')}`;
    const name = `${scope}/${uniqueName('tool')}`;
    await alice.publish({
      name,
      version: '1.2.3',
      description: `does ${word} things`,
      keywords: [`k${word}`, 'cli'],
      repository: { type: 'git', url: 'git+https://example.com/x.git' },
    });
    for (const text of [
      name,
      word,
      `k${word}`,
      `keywords:k${word}`,
      `maintainer:${alice.name}`,
      scope,
    ]) {
      const { names } = await search(reader, text, (found) => found.includes(name));
      expect([text, names]).toEqual([text, expect.arrayContaining([name])]);
    }
    const { body } = await search(reader, word, (found) => found.includes(name));
    expect(body).toMatchObject({
      total: 1,
      time: expect.any(String),
      objects: [
        {
          package: {
            name,
            version: '1.2.3',
            description: `does ${word} things`,
            keywords: [`k${word}`, 'cli'],
            date: expect.stringMatching(/^\d{4}-/),
            publisher: { username: alice.name },
            maintainers: [{ username: alice.name }],
            links: { repository: 'git+https://example.com/x.git' },
          },
          score: { final: expect.any(Number), detail: { quality: expect.any(Number) } },
          searchScore: expect.any(Number),
        },
      ],
    });
  });

  test('shows a private package to its owners, and neither name nor number to others', async () => {
    const [alice, bob] = [await user(registry), await user(registry)];
    const word = uniqueName('secret').replaceAll('-', '');
    const name = `${word}-x`;
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    await search(alice, word, (found) => found.includes(name));
    for (const other of [bob, reader]) {
      const { body } = await other.get(`/-/v1/search?text=${word}`);
      expect(body).toMatchObject({ objects: [], total: 0 });
    }
  });

  test('pages through all results without gaps', async () => {
    const alice = await user(registry);
    const word = uniqueName('page').replaceAll('-', '');
    for (let index = 0; index < 25; index += 1) {
      await alice.publish({ name: `${word}-${index}`, version: '1.0.0' });
    }
    const seen: string[] = [];
    for (const from of [0, 10, 20]) {
      const page = `size=10&from=${from}`;
      const { names, body } = await search(reader, word, (_, total) => total === 25, page);
      expect(body.total).toBe(25);
      seen.push(...names);
    }
    expect(new Set(seen).size).toBe(25);
  });

  test('forgets what was unpublished', async () => {
    const alice = await user(registry);
    const word = uniqueName('gone').replaceAll('-', '');
    const { body } = await alice.publish({ name: word, version: '1.0.0' });
    await search(reader, word, (found) => found.includes(word));
    await alice.remove(`/${word}/-rev/${body.rev}`);
    const { names } = await search(reader, word, (found) => !found.includes(word));
    expect(names).toEqual([]);
  });

  test.each([
    '',
    '   ',
    '"',
    '*',
    '" OR name:*',
    'a'.repeat(3000),
    '🎉',
    'NEAR(a b)',
    '-',
    '@',
    '@/',
  ])('answers %j with a list', async (text) => {
    const { status, body } = await reader.get(`/-/v1/search?text=${encodeURIComponent(text)}`);
    expect([status, Array.isArray(body.objects)]).toEqual([200, true]);
  });

  test('a size or place that is no number is refused', async () => {
    expect((await reader.get('/-/v1/search?text=a&size=many')).status).toBe(400);
    expect((await reader.get('/-/v1/search?text=a&from=-1')).status).toBe(400);
  });
});
