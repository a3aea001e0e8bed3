import { describe, expect, test } from 'vitest';

import { scoreVersion, type VersionFacts } from '#domain/score/version-score.ts';

const FULL: VersionFacts = {
  manifest: {
    name: 'tool',
    description: 'A tool',
    keywords: ['tool'],
    license: 'MIT OR Apache-2.0',
    types: './index.d.ts',
    repository: { type: 'git', url: 'git+https://example.com/tool.git' },
    engines: { node: '>=20' },
  },
  readme: { integrity: 'sha512-x', filename: 'README.md' },
  provenance: {
    integrity: 'sha512-y',
    predicateType: 'https://slsa.dev/provenance/v1',
    repository: 'https://example.com/tool',
  },
  unpackedSize: 10_000,
  deprecatedDependencies: [],
};

const EMPTY: VersionFacts = {
  manifest: { name: 'tool', scripts: { postinstall: 'node x' } },
  unpackedSize: 50_000_000,
  deprecatedDependencies: ['old', 'older'],
};

const pointOf = (facts: VersionFacts, wanted: string) =>
  scoreVersion(facts).points.find(({ id }) => id === wanted);

test('a version of which everything is known has all points, and nothing to gain', () => {
  const { score, points } = scoreVersion(FULL);
  expect(score).toBe(100);
  expect(points.reduce((sum, { most }) => sum + most, 0)).toBe(100);
  expect(points.filter(({ gain }) => gain !== undefined)).toEqual([]);
});

test('one of which nothing is known has none, and is told how to gain each', () => {
  const { score, points } = scoreVersion(EMPTY);
  expect(score).toBe(0);
  for (const { id, gain, reason } of points) {
    expect([id, gain?.length, reason.length]).toEqual([id, expect.any(Number), expect.any(Number)]);
  }
});

test('a deprecated version has no score, and its points all the same', () => {
  const { score, deprecated, points } = scoreVersion({ ...FULL, deprecated: 'use another' });
  expect([score, deprecated]).toEqual([0, 'use another']);
  expect(points.every(({ points: got, most }) => got === most)).toBe(true);
});

describe('types', () => {
  test.each([
    [{ typings: 'x.d.ts' }, 15],
    [{ name: '@types/node' }, 15],
    [{ exports: { '.': { import: { types: './x.d.mts', default: './x.mjs' } } } }, 15],
    [{ exports: './x.ts' }, 15],
    [{ exports: { '.': './x.js' } }, 0],
    [{ main: 'x.js', types: 7 }, 0],
  ])('%j: %i', (manifest, points) => {
    expect(pointOf({ ...EMPTY, manifest }, 'types')?.points).toBe(points);
  });

  test('of exports without end are not looked for without end', () => {
    let exported: unknown = './x.d.ts';
    for (let depth = 0; depth < 10_000; depth += 1) exported = { a: exported };
    expect(pointOf({ ...EMPTY, manifest: { exports: exported } }, 'types')?.points).toBe(0);
  });
});

test.each([
  ['MIT', 10],
  ['(MIT AND BSD-3-Clause)', 10],
  ['SEE LICENSE IN LICENSE.txt', 5],
  ['UNLICENSED', 0],
  ['', 0],
  [undefined, 0],
])('the licence %s gives %i', (license, points) => {
  expect(pointOf({ ...EMPTY, manifest: { license } }, 'license')?.points).toBe(points);
});

test.each([
  [1_000_000, 5],
  [1_000_001, 3],
  [5_000_001, 1],
  [20_000_001, 0],
])('%i bytes give %i', (unpackedSize, points) => {
  expect(pointOf({ ...EMPTY, unpackedSize }, 'size')?.points).toBe(points);
});

test.each([
  [{ scripts: { test: 'x', prepare: 'y' } }, 10],
  [{ scripts: { preinstall: 'x' } }, 0],
  [{ hasInstallScript: true }, 0],
  [{ gypfile: true }, 0],
])('%j: %i for installing', (manifest, points) => {
  expect(pointOf({ ...EMPTY, manifest }, 'scripts')?.points).toBe(points);
});
