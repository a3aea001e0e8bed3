import { describe, expect, test } from 'vitest';

import { fileChanges } from '#domain/diff/file-changes.ts';
import { aliasOf, isForeign, manifestChanges } from '#domain/diff/manifest-changes.ts';
import { textDiff } from '#domain/diff/text-diff.ts';
import type { PackedFile } from '#domain/tarball/read-tarball.ts';

const LIMITS = { milliseconds: 1000, edits: 100 };

const filesOf = (contents: Readonly<Record<string, string | undefined>>) =>
  new Map<string, PackedFile>(
    Object.entries(contents).map(([path, sha256], position) => [
      path,
      { path, size: 1, sha256, position },
    ]),
  );

const numbers = (offset: number): string =>
  Array.from({ length: 3000 }, (_, at) => `${at * 2 + offset}\n`).join('');

describe('files', () => {
  test('differ by content; package.json comes first', () => {
    const before = filesOf({ 'a.js': 'x', gone: 'x', same: 's', 'package.json': 'x' });
    const after = filesOf({ 'a.js': 'y', fresh: 'x', same: 's', 'package.json': 'y' });
    expect(fileChanges(before, after, true).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'package.json changed',
      'a.js changed',
      'fresh added',
      'gone removed',
    ]);
  });

  test('that nobody has seen for sure are not called removed', () => {
    const [before, after] = [filesOf({ a: 'x', b: 'x' }), filesOf({ a: 'y' })];
    expect(fileChanges(before, after, false).map(({ path }) => path)).toEqual(['a']);
  });

  test('that were not read to their ends may differ', () => {
    const cut = filesOf({ large: undefined });
    expect(fileChanges(cut, cut, true)).toHaveLength(1);
  });
});

describe('manifests', () => {
  test('are compared entry by entry, scripts first, and what does not count is left out', () => {
    const changes = manifestChanges(
      { dependencies: { a: '1', b: '1' }, main: 'a.js', readme: 'x' },
      { dependencies: { a: '2', c: '1' }, scripts: { install: 'x' }, main: 'a.js', readme: 'y' },
    );
    expect(changes).toEqual([
      { field: 'scripts', changes: [{ name: 'install', before: undefined, after: 'x' }] },
      {
        field: 'dependencies',
        changes: [
          { name: 'a', before: '1', after: '2' },
          { name: 'b', before: '1', after: undefined },
          { name: 'c', before: undefined, after: '1' },
        ],
      },
    ]);
  });

  test('of odd shapes differ in nothing, or as text', () => {
    expect(manifestChanges({ scripts: 'x', dependencies: [] }, { bin: null })).toEqual([]);
    expect(manifestChanges({}, { exports: { '.': './a.js' } })).toEqual([
      {
        field: 'others',
        changes: [{ name: 'exports', before: undefined, after: '{".":"./a.js"}' }],
      },
    ]);
  });

  test.each([
    ['^1.0.0', false],
    ['latest', false],
    ['npm:other@1', false],
    ['workspace:*', false],
    ['git+ssh://git@example.com/a.git', true],
    ['owner/name#main', true],
    ['https://example.com/a.tgz', true],
    ['file:../a', true],
    ['ssh://git@example.com/a.git', true],
    ['git@example.com:a/b.git', true],
    ['custom+proto://example.com/a', true],
    ['/abs/olute', true],
    ['~/x', true],
    ['./x', true],
    [' https://example.com/a.tgz', true],
    ['catalog:', false],
    ['>=1 <2 || 3.x', false],
    ['1.0.0 - 2.0.0', false],
  ])('the range %s is from outside: %s', (range, outside) => {
    expect(isForeign(range)).toBe(outside);
  });
});

test.each([
  ['npm:other@1', 'other'],
  ['npm:@some/other', '@some/other'],
  ['npm:7other@^1.0.0', '7other'],
  ['npm:tool@2', undefined],
  ['npm:^1.0.0', undefined],
  ['^1.0.0', undefined],
])('the dependency tool of range %s is the package %s', (range, target) => {
  expect(aliasOf('tool', range)).toBe(target);
});

describe('lines', () => {
  test('are shown with those around them, and counted', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at}\n`);
    const diff = textDiff(before.join(''), before.with(10, 'other\n').join(''), LIMITS);
    expect(diff).toMatchObject({ added: 1, removed: 1 });
    expect(diff?.lines[0]).toEqual({ kind: 'place', text: '@@ -8,7 +8,7 @@' });
    expect(diff?.lines).toHaveLength(9);
  });

  test('that are too different are not compared; a whole file that is new always is', () => {
    expect(textDiff(numbers(0), numbers(1), LIMITS)).toBeUndefined();
    expect(textDiff('', numbers(0), LIMITS)).toMatchObject({ added: 3000, removed: 0 });
    const long = 'x\n'.repeat(400_000);
    expect(textDiff(long, '', LIMITS)).toMatchObject({ added: 0, removed: 400_000 });
    expect(textDiff('', '', LIMITS)).toEqual({ lines: [], added: 0, removed: 0 });
  });
});
