import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { createEdge } from '../../../local/edge/edge.ts';
import { type Resource, unpack } from '../../../local/edge/resource.ts';

const resource = (
  bytes: number,
  tags: readonly string[],
  form?: 'full' | 'abbreviated',
): Resource => ({
  shared: { audience: 'anyone', tags, ...(form && { form }) },
  etag: '"x"',
  gzip: undefined,
  plain: { head: [], bytes: new Uint8Array(bytes) },
  notModified: [],
  download: undefined,
  refused: undefined,
});

describe('the edge', () => {
  test('keeps forms of one path apart, and what has no form serves every wish', () => {
    const edge = createEdge(1e6);
    const [full, file] = [resource(1, ['a'], 'full'), resource(1, ['a'])];
    edge.keep('/a', full, edge.mark());
    edge.keep('/f', file, edge.mark());
    expect(edge.find('/a', 'full')).toBe(full);
    expect(edge.find('/a', 'abbreviated')).toBeUndefined();
    expect(edge.find('/f', 'abbreviated')).toBe(file);
  });

  test('drops by tag, in every spelling, and nothing else', () => {
    const edge = createEdge(1e6);
    edge.keep('/a', resource(1, ['package:a']), edge.mark());
    edge.keep('/b', resource(1, ['package:b']), edge.mark());
    edge.alias('/%61', '/a');
    expect(edge.find('/%61', 'full')).toBeDefined();
    edge.purge(['package:a']);
    expect(edge.find('/a', 'full')).toBeUndefined();
    expect(edge.find('/%61', 'full')).toBeUndefined();
    expect(edge.find('/b', 'full')).toBeDefined();
  });

  test('does not keep an answer that was begun before its tag was purged', () => {
    const edge = createEdge(1e6);
    const mark = edge.mark();
    edge.purge(['package:a']);
    edge.keep('/a', resource(1, ['package:a']), mark);
    edge.keep('/b', resource(1, ['package:b']), mark);
    expect(edge.find('/a', 'full')).toBeUndefined();
    expect(edge.find('/b', 'full')).toBeDefined();
    edge.keep('/a', resource(1, ['package:a']), edge.mark());
    expect(edge.find('/a', 'full')).toBeDefined();
  });

  test('still does not after more purges than it remembers', () => {
    const edge = createEdge(1e6);
    const mark = edge.mark();
    edge.purge(['package:a']);
    for (let index = 0; index < 25_000; index += 1) edge.purge([`package:${index}`]);
    edge.keep('/a', resource(1, ['package:a']), mark);
    expect(edge.find('/a', 'full')).toBeUndefined();
  });

  test('stays within its bytes: what nobody asked for goes first', () => {
    const edge = createEdge(100_000);
    for (let index = 0; index < 50; index += 1) {
      edge.keep(`/${index}`, resource(9000, [`t${index}`]), edge.mark());
      edge.find('/0', 'full');
      expect(edge.size()).toBeLessThanOrEqual(100_000);
    }
    expect(edge.find('/0', 'full')).toBeDefined();
    expect(edge.find('/1', 'full')).toBeUndefined();
    expect(edge.find('/49', 'full')).toBeDefined();
  });

  test('does not let one answer push out all others, and counts what is unpacked', () => {
    const edge = createEdge(100_000);
    edge.keep('/small', resource(1000, ['s']), edge.mark());
    edge.keep('/huge', resource(60_000, ['h']), edge.mark());
    expect(edge.find('/huge', 'full')).toBeUndefined();
    const growing = resource(1000, ['g']);
    edge.keep('/growing', growing, edge.mark());
    const before = edge.size();
    growing.plain = { head: [], bytes: new Uint8Array(5000) };
    edge.reweigh(growing);
    expect(edge.size()).toBe(before + 4000);
    edge.purge(['g', 's']);
    expect(edge.size()).toBe(0);
  });
});

test('many who need a document unpacked at the same time wait for the same bytes', async () => {
  const packed: Resource = {
    ...resource(0, ['a']),
    gzip: { head: ['content-encoding', 'gzip', 'content-length', '1'], bytes: gzipSync('hello') },
    plain: undefined,
  };
  const [first, ...others] = await Promise.all(
    Array.from({ length: 8 }, async () => unpack(packed)),
  );
  expect(first?.bytes.toString()).toBe('hello');
  expect(first?.head).toEqual(['content-length', '5']);
  expect(others.every((other) => other === first)).toBe(true);
});
