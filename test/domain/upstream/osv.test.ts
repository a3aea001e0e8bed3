import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { createMalwareIndex } from '#domain/upstream/malware-index.ts';
import { isAffected, readOsv } from '#domain/upstream/osv.ts';

const report = (affected: object, more: object = {}) => ({
  id: 'MAL-2024-1',
  affected: [{ package: { ecosystem: 'npm', name: 'evil' }, ...affected }],
  ...more,
});

const semver = (...events: readonly object[]) => ({ ranges: [{ type: 'SEMVER', events }] });

/** Which of these versions a report of these is about. */
function hits(affected: object, versions: readonly string[]): readonly string[] {
  const [read] = readOsv(report(affected)) ?? [];
  return versions.filter((version) => read && isAffected(read.report, version));
}

const VERSIONS = ['0.0.1-alpha', '1.0.0', '1.5.0', '2.0.0-rc.1', '2.0.0', '3.0.0'];

describe('a report is about', () => {
  test.each([
    ['all versions', semver({ introduced: '0' }), VERSIONS],
    ['those that it lists', { versions: ['1.5.0', '9.9.9'] }, ['1.5.0']],
    ['those from one on', semver({ introduced: '2.0.0' }), ['2.0.0', '3.0.0']],
    [
      'those before one',
      semver({ introduced: '0' }, { fixed: '2.0.0' }),
      ['0.0.1-alpha', '1.0.0', '1.5.0', '2.0.0-rc.1'],
    ],
    [
      'those up to one',
      semver({ introduced: '1.0.0' }, { last_affected: '2.0.0' }),
      ['1.0.0', '1.5.0', '2.0.0-rc.1', '2.0.0'],
    ],
    [
      'several ranges, in whatever order their events are',
      semver({ fixed: '1.5.0' }, { introduced: '3.0.0' }, { introduced: '1.0.0' }),
      ['1.0.0', '3.0.0'],
    ],
    [
      'one that it lists, and a range',
      { versions: ['1.0.0'], ...semver({ introduced: '3.0.0' }) },
      ['1.0.0', '3.0.0'],
    ],
    ['events that are written as one', semver({ introduced: '1.0.0', fixed: '1.5.0' }), ['1.0.0']],
    ['all versions, where it names none', {}, VERSIONS],
    ['all versions, where it knows commits alone', { ranges: [{ type: 'GIT' }] }, VERSIONS],
    ['all versions, where nobody can read which', semver({ introduced: 'long ago' }), VERSIONS],
    [
      'what follows, where the end can’t be read',
      semver({ introduced: '0' }, { fixed: '?' }),
      VERSIONS,
    ],
  ])('%s', (_, affected, expected) => {
    expect(hits(affected, VERSIONS)).toEqual(expected);
  });
});

describe('what is no report of malware', () => {
  test.each([
    ['another ecosystem', report({ package: { ecosystem: 'PyPI', name: 'evil' } })],
    ['another id', report({}, { id: 'GHSA-0000-0000-0000' })],
    ['no packages', { id: 'MAL-2024-1' }],
    ['no object', 'MAL-2024-1'],
    ['nothing', null],
  ])('is passed over: %s', (_, value) => {
    expect(readOsv(value)).toBeUndefined();
  });

  test('may be one that was withdrawn', () => {
    expect(readOsv(report({}, { withdrawn: '2024-01-01T00:00:00Z' }))).toEqual([]);
  });

  test('or names what can be no package', () => {
    expect(readOsv(report({ package: { ecosystem: 'npm', name: '../evil' } }))).toEqual([]);
  });
});

test('reports are found by package, and say what changed', () => {
  const evil = parsePackageName('evil');
  const [before, after] = [createMalwareIndex(), createMalwareIndex()];
  before.add(report(semver({ introduced: '0' })));
  before.add(report({ package: { ecosystem: 'npm', name: 'gone' } }));
  after.add(report(semver({ introduced: '0' })));
  expect(after.changedFrom(before)).toEqual(['gone']);
  after.add(report({ versions: ['1.0.0'] }, { id: 'MAL-2024-2' }));
  expect(after.find(evil).map(({ id }) => id)).toEqual(['MAL-2024-1', 'MAL-2024-2']);
  expect(after.find(parsePackageName('good'))).toEqual([]);
  expect(after.changedFrom(before)).toEqual(['evil', 'gone']);
  expect([before.count(), after.count()]).toEqual([2, 2]);
});
