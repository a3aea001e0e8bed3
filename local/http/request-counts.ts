import type { RequestFigures, RequestHour, ResponseTimes } from '#domain/request-figures.ts';

const HOURS = 24;
const HOUR = 3_600_000;
/** Milliseconds for which nobody looks at the clock, which may also be set. */
const LOOK = 1000;

/** Times are told apart by the highest bit of their microseconds, and eighths of that: within 12.5 %. */
const EIGHTHS = 8;
const BUCKETS = 32 * EIGHTHS;
const LONGEST = 2 ** 32 - 1;

/** Counts how requests were answered in the last hours, in memory that does not grow. */
export interface RequestCounts {
  /** `duration` in milliseconds; `at` by a clock that only goes forward, as `performance.now()`. */
  readonly count: (status: number, duration: number, at: number) => void;
  readonly figures: RequestFigures;
}

/** One hour's. */
interface Slot {
  /** Hours since 1970. */
  hour: number;
  refused: number;
  failed: number;
  /** How many took how long. */
  readonly buckets: Uint32Array;
}

export function createRequestCounts(now: () => Date): RequestCounts {
  const slots = Array.from({ length: HOURS }, (): Slot => emptySlot());
  let current = emptySlot();
  let look = -Infinity;
  const turn = (at: number): void => {
    const time = now().getTime();
    const hour = Math.floor(time / HOUR);
    look = at + Math.min(LOOK, (hour + 1) * HOUR - time);
    if (hour === current.hour) return;
    current = slots[hour % HOURS] ?? current;
    if (hour === current.hour) return;
    current.hour = hour;
    current.refused = 0;
    current.failed = 0;
    current.buckets.fill(0);
  };
  return {
    count(status, duration, at) {
      if (at >= look) turn(at);
      const { buckets } = current;
      const bucket = bucketOf(duration);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      if (status >= 500) current.failed += 1;
      else if (status >= 400) current.refused += 1;
    },
    figures: {
      kind: 'counted',
      read() {
        const last = Math.floor(now().getTime() / HOUR);
        const recent = slots.filter(({ hour }) => hour > last - HOURS && hour <= last);
        const hours = recent.toSorted((a, b) => a.hour - b.hour).map(toHour);
        return { hours, all: figuresOf(recent) };
      },
    },
  };
}

const emptySlot = (): Slot => ({
  hour: -1,
  refused: 0,
  failed: 0,
  buckets: new Uint32Array(BUCKETS),
});

function bucketOf(duration: number): number {
  const micros = Math.min(LONGEST, duration * 1000) >>> 0;
  if (micros < EIGHTHS) return micros;
  const power = 31 - Math.clz32(micros);
  return power * EIGHTHS + ((micros >>> (power - 3)) & (EIGHTHS - 1));
}

/** The longest milliseconds of a bucket. */
function longestOf(bucket: number): number {
  if (bucket < EIGHTHS) return (bucket + 1) / 1000;
  const power = Math.floor(bucket / EIGHTHS);
  return (2 ** power * (1 + ((bucket % EIGHTHS) + 1) / EIGHTHS)) / 1000;
}

const toHour = (slot: Slot): RequestHour => ({
  at: new Date(slot.hour * HOUR).toISOString(),
  ...figuresOf([slot]),
});

function figuresOf(slots: readonly Slot[]): Omit<RequestHour, 'at'> {
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) =>
    sum(slots.map((slot) => slot.buckets[bucket] ?? 0)),
  );
  return {
    requests: sum(buckets),
    refused: sum(slots.map(({ refused }) => refused)),
    failed: sum(slots.map(({ failed }) => failed)),
    times: timesOf(buckets),
  };
}

function timesOf(buckets: readonly number[]): ResponseTimes {
  const all = sum(buckets);
  const within = (share: number): number => {
    if (all === 0) return 0;
    let bucket = 0;
    for (let counted = buckets[0] ?? 0; counted < all * share; counted += buckets[bucket] ?? 0) {
      bucket += 1;
    }
    return longestOf(bucket);
  };
  return { p50: within(0.5), p95: within(0.95), p99: within(0.99) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
