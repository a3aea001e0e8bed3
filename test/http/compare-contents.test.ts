import { expect, test } from 'vitest';

import { compareContents } from '#http/web/compare-contents.ts';

const LIMITS = { milliseconds: 300, edits: 100, lines: 100, width: 100 };
const file = { path: 'a', size: 2, sha256: 'x', position: 0 };
const holding = (text: string) => new Map([['a', Buffer.from(text)]]);

test('what could not be read is said to be unread, not added or removed', () => {
  const both = { path: 'a', kind: 'changed', before: file, after: file } as const;
  const added = { path: 'a', kind: 'added', after: file } as const;
  const whole = { before: holding('1\n'), after: holding('2\n') };
  expect(compareContents(both, whole, LIMITS)).toMatchObject({ added: 1, removed: 1 });
  expect(compareContents(both, { ...whole, after: new Map() }, LIMITS)).toBe('unread');
  expect(compareContents(both, { ...whole, before: holding('1') }, LIMITS)).toBe('unread');
  const fresh = { before: new Map(), after: holding('2\n') };
  expect(compareContents(added, fresh, LIMITS)).toMatchObject({ added: 1, removed: 0 });
});
