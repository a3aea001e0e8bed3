import { expect, test } from 'vitest';

import { localPath } from '#domain/local-path.ts';

test.each(['/', '/-/web/account', '/-/web/package/@acme/tool?tab=1&x=%2F%2Fevil#top', '/a//b'])(
  '%s stays where it is',
  (text) => {
    expect(localPath(text)).toBe(text);
  },
);

test.each([
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  String.raw`/\evil.example`,
  String.raw`/a\..\..\/evil.example`,
  '/.//evil.example',
  '/a/..//evil.example',
  '/\t/evil.example',
  '/a b',
  '/a\r\nset-cookie: a=b',
  ' /a',
  'a',
  '',
  '/ü',
  `/${'a'.repeat(2048)}`,
  undefined,
  null,
])('%j leads nowhere', (text) => {
  expect(localPath(text)).toBe(undefined);
});
