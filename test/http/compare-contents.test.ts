import { expect, test } from 'vitest';

import { compareContents } from '#http/web/compare-contents.ts';
import { renderHere } from '#store/render-here.ts';

const LIMITS = {
  milliseconds: 300,
  edits: 100,
  lines: 100,
  width: 100,
  all: { lines: 2, milliseconds: 10_000 },
};
const file = { path: 'a', size: 2, sha256: 'x', position: 0 };
const both = { path: 'a', kind: 'changed', before: file, after: file } as const;
const holding = (text: string) => new Map([['a', Buffer.from(text)]]);
const whole = { before: holding('1\n'), after: holding('2\n') };

const compare = async (
  change: Parameters<typeof compareContents>[1][number],
  contents: Parameters<typeof compareContents>[2],
) => (await compareContents(renderHere, [change], contents, LIMITS))[0]?.shown;

test('what could not be read is said to be unread, not added or removed', async () => {
  const added = { path: 'a', kind: 'added', after: file } as const;
  expect(await compare(both, whole)).toMatchObject({ added: 1, removed: 1 });
  expect(await compare(both, { ...whole, after: new Map() })).toBe('unread');
  expect(await compare(both, { ...whole, before: holding('1') })).toBe('unread');
  const fresh = { before: new Map(), after: holding('2\n') };
  expect(await compare(added, fresh)).toMatchObject({ added: 1, removed: 0 });
});

test('files are compared until there are lines enough, each beside what came of it', async () => {
  const unread = { ...both, path: 'b' };
  const changes = [unread, both, unread, both];
  const compared = await compareContents(renderHere, changes, whole, LIMITS);
  expect(compared.map(({ shown }) => (typeof shown === 'string' ? shown : shown.added))).toEqual([
    'unread',
    1,
    'unread',
  ]);
  expect(compared.map(({ change }) => change)).toEqual(changes.slice(0, 3));
});
