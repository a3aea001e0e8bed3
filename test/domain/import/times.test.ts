import { describe, expect, test } from 'vitest';

import { createdAt, modifiedAt, pastTime } from '#domain/import/times.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const [OLD, OLDER] = ['2021-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z'];
const FUTURE = '2027-01-01T00:00:00.000Z';

describe('times of an import', () => {
  test('are kept, in one spelling; unknown and future ones are of now', () => {
    expect(pastTime('2021-01-01T01:00:00+01:00', NOW)).toBe(OLD);
    expect(pastTime(undefined, NOW)).toBe(NOW);
    expect(pastTime(FUTURE, NOW)).toBe(NOW);
  });

  test('a package is not younger than its first version', () => {
    expect(createdAt(OLDER, [OLD], NOW)).toBe(OLDER);
    expect(createdAt(OLD, [OLDER], NOW)).toBe(OLDER);
    expect(createdAt(undefined, [OLD], NOW)).toBe(OLD);
    expect(createdAt(undefined, [], NOW)).toBe(NOW);
  });

  test('its last change is not before its last version, nor before what was done here', () => {
    expect(modifiedAt(OLD, [undefined, OLDER], NOW)).toBe(OLD);
    expect(modifiedAt(OLDER, [OLD], NOW)).toBe(OLD);
    expect(modifiedAt(FUTURE, [OLD], NOW)).toBe(NOW);
    expect(modifiedAt(undefined, [OLDER, OLD], NOW)).toBe(OLD);
    expect(modifiedAt(undefined, [undefined], NOW)).toBe(NOW);
  });
});
