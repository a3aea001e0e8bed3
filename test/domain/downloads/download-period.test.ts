import { describe, expect, test } from 'vitest';

import { daysOf, lastDays, parseDownloadPeriod } from '#domain/downloads/download-period.ts';

const now = new Date('2026-03-02T00:00:00.000Z');

describe('a period of downloads', () => {
  test.each([
    ['last-day', '2026-03-01', '2026-03-01', 1],
    ['last-week', '2026-02-23', '2026-03-01', 7],
    ['last-month', '2026-01-31', '2026-03-01', 30],
    ['last-year', '2025-03-02', '2026-03-01', 365],
    ['2026-03-02', '2026-03-02', '2026-03-02', 1],
    ['2024-02-28:2024-03-01', '2024-02-28', '2024-03-01', 3],
    ['2024-01-01:2025-07-02', '2024-01-01', '2025-07-02', 549],
  ])('%s has whole days', (text, start, end, length) => {
    const period = parseDownloadPeriod(text, now);
    expect(period).toEqual({ start, end });
    const days = daysOf(period);
    expect([days.length, days[0], days.at(-1)]).toEqual([length, start, end]);
  });

  test('of pages ends today, and has as many days', () => {
    expect(lastDays(7, now)).toEqual({ start: '2026-02-24', end: '2026-03-02' });
    expect(daysOf(lastDays(1, now))).toEqual(['2026-03-02']);
  });

  test.each([
    'last-decade',
    'constructor',
    '',
    '2026-02-30',
    '2026-2-3',
    '2026-01-01:',
    '2026-01-01:2026-01-02:2026-01-03',
    '2026-01-02:2026-01-01',
    '2024-01-01:2025-07-03',
  ])('is none where it is %j', (text) => {
    expect(() => parseDownloadPeriod(text, now)).toThrow(/period/);
  });
});
