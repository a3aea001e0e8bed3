import { expect, test } from 'vitest';

import {
  facts,
  finalScore,
  HIGHEST_STANDING,
  LOWEST_STANDING,
  standing,
} from '#domain/search/standing.ts';

import { documentOf } from '../../store/search/documents.ts';

const now = new Date('2026-01-01T00:00:00.000Z');

const maintenance = (publishedAt: string) =>
  facts(documentOf({ name: 'a', publishedAt }), now).maintenance;

test('a package that says what it is and where it comes from is of full quality', () => {
  const best = documentOf({
    name: 'a',
    description: 'It does',
    keywords: ['it'],
    links: { repository: 'https://git.example/a', homepage: 'https://a.example' },
  });
  expect(facts(best, now).quality).toBeCloseTo(1);
  expect(facts(documentOf({ name: 'a', version: '0.1.0', license: '' }), now).quality).toBe(0);
});

test('maintenance halves in four years, and is never more than full', () => {
  expect(maintenance('2026-01-01T00:00:00.000Z')).toBe(1);
  expect(maintenance('2022-01-01T00:00:00.000Z')).toBeCloseTo(0.5, 3);
  expect(maintenance('2030-01-01T00:00:00.000Z')).toBe(1);
});

test('the final score is the match times the facts', () => {
  const document = documentOf({ name: 'a', publishedAt: '2022-01-01T00:00:00.000Z' });
  const known = facts(document, now);
  expect(finalScore(3 + standing(document), now)).toBeCloseTo(
    8 * 2 ** known.quality * known.maintenance,
  );
});

test('whatever the date, a standing is within its range', () => {
  for (const publishedAt of ['', 'never', '1970-01-01', '9999-12-31', '+275760-09-13']) {
    for (const deprecated of [true, false]) {
      const value = standing(documentOf({ name: 'a', publishedAt, deprecated }));
      expect(value).toBeGreaterThanOrEqual(LOWEST_STANDING);
      expect(value).toBeLessThanOrEqual(HIGHEST_STANDING);
    }
  }
});
