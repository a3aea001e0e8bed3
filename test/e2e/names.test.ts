import { beforeAll, describe, expect, test } from 'vitest';

import { type Client, user } from '../client.ts';
import { publishDocument, uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

describe(`names, ${registry.name}`, () => {
  test.each([
    ['UPPER-case', /upper|capital/i],
    ['.dot', /period|start/],
    ['_underscore', /underscore|start/],
    ['node_modules', /node_modules|not a valid/],
    ['favicon.ico', /favicon/],
    ['http', /core module/],
    ['with space', /URL-friendly|space/],
    ["semi'colon", /special|URL/],
    ['x'.repeat(215), /214|longer/],
    ['@scope/UP', /upper|capital/i],
    ['@/x', /./],
    ['@a/b/c', /./],
  ])('the name %s is refused with its reason', async (name, sentence) => {
    const { status, body } = await alice.put(
      `/${encodeURIComponent(name)}`,
      publishDocument({ name, version: '1.0.0' }),
    );
    expect([status, body.error]).toEqual([400, expect.stringMatching(sentence)]);
  });

  test("a name that looks like somebody's is refused; one's own may look alike", async () => {
    const [bob, mallory] = [await user(registry, 'bob'), await user(registry, 'mallory')];
    const stem = uniqueName('look');
    const name = `${stem}-alike`;
    await bob.publish({ name, version: '1.0.0' });
    for (const similar of [`${stem}_alike`, `${stem}alike`, `${stem}.alike`, `${stem}--alike`]) {
      const { status, body } = await mallory.publish({ name: similar, version: '1.0.0' });
      expect([status, body.error]).toEqual([403, expect.stringContaining(name)]);
    }
    expect((await bob.publish({ name: `${stem}alike`, version: '1.0.0' })).status).toBe(201);
  });

  test('of two who claim names that look alike at the same time, one gets it', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, async () => user(registry)));
    const stem = uniqueName('race');
    const answers = await Promise.all(
      people.map(async (person, index) =>
        person.publish({ name: `${stem}${'-'.repeat(index)}x`, version: '1.0.0' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});
