import { expect, test } from 'vitest';

import { createRequestCounts } from '../../../local/http/request-counts.ts';

const HOUR = 3_600_000;

/** With a clock that stands where the test puts it. */
function counting() {
  let time = Date.UTC(2026, 10, 21, 12, 30);
  const { count, figures } = createRequestCounts(() => new Date(time));
  if (figures.kind !== 'counted') throw new Error('a process counts');
  return {
    count: (status: number, duration: number) => count(status, duration, time),
    read: figures.read,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

test('requests are counted by hour, by what became of them and how long they took', () => {
  const { count, read, wait } = counting();
  expect(read()).toEqual({ hours: [], all: expect.objectContaining({ requests: 0 }) });
  for (let time = 1; time <= 100; time += 1) count(200, time);
  for (const status of [304, 404, 429, 499, 500, 503]) count(status, 0.0001);
  wait(HOUR);
  count(200, 2 ** 40);
  const { hours, all } = read();
  expect(hours.map(({ at, requests, refused, failed }) => [at, requests, refused, failed])).toEqual(
    [
      ['2026-11-21T12:00:00.000Z', 106, 3, 2],
      ['2026-11-21T13:00:00.000Z', 1, 0, 0],
    ],
  );
  expect([all.requests, all.refused, all.failed]).toEqual([107, 3, 2]);
});

test.each([
  [1, 1],
  [50, 95],
  [5, 2000],
  [0.05, 0.2],
  [700, 90_000],
])(
  'half of them within %s ms and the others within %s ms are told within an eighth',
  (some, others) => {
    const { count, read } = counting();
    for (let time = 0; time < 51; time += 1) count(200, some);
    for (let time = 0; time < 49; time += 1) count(200, others);
    const { p50, p95, p99 } = read().all.times;
    for (const [told, real] of [
      [p50, some],
      [p95, others],
      [p99, others],
    ] as const) {
      expect(told).toBeGreaterThanOrEqual(real);
      expect(told).toBeLessThanOrEqual(real * 1.13 + 0.001);
    }
  },
);

test('what is older than a day is forgotten, also where nobody asked anything for long', () => {
  const { count, read, wait } = counting();
  for (let hour = 0; hour < 30; hour += 1) {
    count(200, 1);
    wait(HOUR);
  }
  expect(read().hours).toHaveLength(23);
  expect(read().all.requests).toBe(23);
  wait(20 * HOUR);
  expect(read().hours).toHaveLength(3);
  count(500, 1);
  expect(read().all).toMatchObject({ requests: 4, failed: 1 });
  wait(24 * HOUR);
  expect(read().hours).toEqual([]);
});
