import { describe, expect, test } from 'vitest';

import { matchesEtag, meetConditions } from '#http/conditional.ts';
import type { Reply } from '#http/reply.ts';

const blob: Reply = {
  headers: { etag: '"abc"', 'cache-control': 'x' },
  body: { kind: 'blob', key: 'k', size: 100 },
};

describe('conditions', () => {
  test.each([
    ['"abc"', true],
    ['W/"abc"', true],
    ['*', true],
    ['"x", W/"abc"', true],
    ['"ab"', false],
    ['', false],
    [undefined, false],
  ])('if-none-match %s matches: %s', (wanted, expected) => {
    expect(matchesEtag(wanted, '"abc"')).toBe(expected);
    expect(matchesEtag(wanted, 'W/"abc"')).toBe(expected);
  });

  test('a match is a 304 with its headers and no body', () => {
    expect(meetConditions({ 'if-none-match': '"abc"' }, blob)).toEqual({
      status: 304,
      headers: blob.headers,
    });
  });

  test('a match still makes a browser forget what the whole answer would', () => {
    const cookies = ['session=; Max-Age=0'];
    expect(meetConditions({ 'if-none-match': '*' }, { ...blob, cookies }).cookies).toBe(cookies);
  });

  test('errors are never conditional', () => {
    const error: Reply = { ...blob, status: 404 };
    expect(meetConditions({ 'if-none-match': '*', range: 'bytes=0-1' }, error)).toBe(error);
  });

  test.each([
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=50-1000', { start: 50, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
  ])('range %s is %o', (range, expected) => {
    const { status, headers, body } = meetConditions({ range }, blob);
    expect([status, headers?.['content-range'], body]).toEqual([
      206,
      `bytes ${expected.start}-${expected.end}/100`,
      { ...blob.body, range: expected },
    ]);
  });

  test.each(['bytes=100-', 'bytes=-0', 'bytes=200-300'])('range %s is a 416', (range) => {
    expect(meetConditions({ range }, blob)).toEqual({
      status: 416,
      headers: { 'content-range': 'bytes */100' },
    });
  });

  test.each(['bytes=9-0', 'bytes=', 'bytes=-', 'lines=0-1', 'bytes=0-1,5-6', 'bytes=a-b'])(
    'range %s is passed over',
    (range) => {
      expect(meetConditions({ range }, blob)).toBe(blob);
    },
  );

  test('a range of another file than the client has gets all of it', () => {
    expect(meetConditions({ range: 'bytes=0-1', 'if-range': '"old"' }, blob)).toBe(blob);
    expect(meetConditions({ range: 'bytes=0-1', 'if-range': '"abc"' }, blob).status).toBe(206);
  });
});
