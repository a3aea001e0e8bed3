import { describe, expect, test } from 'vitest';

import { missingFrom, partsMissing, partsOf } from '#domain/upload-parts.ts';
import { createUploadId, readUploadId, withHandle } from '#domain/upload.ts';

const MEBIBYTE = 2 ** 20;

describe('parts of a tarball', () => {
  test.each([
    [1, 1],
    [8 * MEBIBYTE, 1],
    [8 * MEBIBYTE + 1, 2],
    [200_000_000, 24],
    [5 * 2 ** 30, 99],
  ])('of %i bytes are %i, which follow one another to its end', (size, count) => {
    const parts = partsOf(size);
    expect(parts).toHaveLength(count);
    let end = 0;
    for (const [index, part] of parts.entries()) {
      expect([part.number, part.start]).toEqual([index + 1, end]);
      end += part.size;
    }
    expect(end).toBe(size);
    // S3 takes smaller ones at the end alone.
    const others = parts.slice(0, -1).filter((part) => part.size < 5 * MEBIBYTE);
    expect(others).toEqual([]);
  });

  test('are missing where nothing, or something of another size, is there', () => {
    const parts = partsOf(20_000_000);
    const [first, second, third] = parts;
    const received = [
      { number: 1, size: first?.size ?? 0 },
      { number: 2, size: 5 },
    ];
    expect(missingFrom(parts, received)).toEqual([second, third]);
  });

  test('are named where a few are missing, and counted beyond ten', () => {
    const parts = partsOf(12 * 8 * MEBIBYTE);
    expect(partsMissing(parts.slice(0, 2), 12).message).toMatch(/^of 12 parts .* arrived: 1, 2\. /);
    expect(partsMissing(parts, 12).message).toContain(
      ': 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more.',
    );
  });
});

describe('the id of an upload', () => {
  const random = new Uint8Array(32);
  const end = new Date('2026-11-21T00:00:00Z');

  test('says when it ends, and of one in parts its size and what S3 calls it', () => {
    const single = createUploadId(random, end);
    expect(readUploadId(single)).toEqual({ id: single, endsAt: end.getTime() });
    const id = createUploadId(random, end, 20_000_000);
    const handle = '2~a/b+c.d==';
    const parts = { size: 20_000_000, handle };
    expect(readUploadId(withHandle(id, handle))).toEqual({ id, endsAt: end.getTime(), parts });
    expect(readUploadId(withHandle(id, ''))).toMatchObject({ id, parts: { handle: '' } });
  });

  test.each(['', 'x', '../../etc', `${'z'.repeat(9)}-${'A'.repeat(43)}.x.y.z`, 'a'.repeat(5000)])(
    'that is none is over: %j',
    (text) => {
      expect(readUploadId(text)).toEqual({ id: text, endsAt: 0 });
    },
  );
});
