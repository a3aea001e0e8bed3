import { expect, test } from 'vitest';

import type { Package, Release } from '#domain/package.ts';
import { deprecationChanges, removedVersions, tagsWithout } from '#domain/packument-edit.ts';
import { parseVersion, type Version } from '#domain/version.ts';

const v = (...versions: string[]): Version[] => versions.map(parseVersion);
const releases = (...versions: string[]): Release[] =>
  versions.map((version) => ({ version }) as Release);
const tagged = (distTags: Record<string, string>): Package => ({ distTags }) as unknown as Package;

test('versions that an edit leaves out are the ones to remove', () => {
  const all = releases('1.0.0', '1.1.0', '2.0.0');
  expect(removedVersions({ versions: { '1.0.0': {}, '2.0.0': {} } }, all)).toEqual(['1.1.0']);
  expect(removedVersions({}, all)).toEqual([]);
  expect(() => removedVersions({ versions: { '9.0.0': {} } }, all)).toThrow(/publish them/);
});

test('tags go with their versions, but latest moves: where the client says, else to the highest release', () => {
  const pkg = tagged({ latest: '2.0.0', beta: '2.0.0', old: '1.0.0' });
  const kept = v('1.0.0', '1.10.0', '1.9.0', '3.0.0-rc.1');
  expect(tagsWithout(pkg, v('2.0.0'), kept, undefined)).toEqual({ old: '1.0.0', latest: '1.10.0' });
  expect(tagsWithout(pkg, v('2.0.0'), kept, '1.9.0')).toEqual({ old: '1.0.0', latest: '1.9.0' });
  expect(tagsWithout(pkg, v('2.0.0'), kept, '2.0.0')).toEqual({ old: '1.0.0', latest: '1.10.0' });
  expect(tagsWithout(pkg, v('1.0.0'), v('2.0.0'), '1.0.0')).toEqual({
    latest: '2.0.0',
    beta: '2.0.0',
  });
});

test('only deprecations that differ count, and an empty text takes one back', () => {
  const all = [
    ...releases('1.0.0', '1.1.0'),
    { version: '2.0.0', deprecated: 'old' } as Release,
    { version: '3.0.0', deprecated: 'older' } as Release,
  ];
  const versions = {
    '1.0.0': { deprecated: 'new' },
    '1.1.0': {},
    '2.0.0': { deprecated: '' },
    '3.0.0': { deprecated: 'older' },
  };
  expect(deprecationChanges({ versions }, all)).toEqual([
    { version: '1.0.0', message: 'new' },
    { version: '2.0.0', message: undefined },
  ]);
  expect(() => deprecationChanges({ versions: { '1.0.0': { deprecated: 7 } } }, all)).toThrow(
    /text/,
  );
  const long = { versions: { '1.0.0': { deprecated: 'x'.repeat(5000) } } };
  expect(() => deprecationChanges(long, all)).toThrow(/1024/);
});
