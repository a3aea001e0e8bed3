import { invalid } from '#domain/errors.ts';

/** Days in UTC, as `2026-11-21`, the last one included. */
export interface DownloadPeriod {
  readonly start: string;
  readonly end: string;
}

const DAY = 86_400_000;
/** Eighteen months, as the public npm registry has it. */
const LONGEST = 549;

/** Days up to the last that is over. */
const LAST: Readonly<Record<string, number>> = {
  'last-day': 1,
  'last-week': 7,
  'last-month': 30,
  'last-year': 365,
};

/** `last-week`, `2026-11-01` or `2026-11-01:2026-11-21`, as of a moment. */
export function parseDownloadPeriod(text: string, now: Date): DownloadPeriod {
  const days = Object.hasOwn(LAST, text) ? LAST[text] : undefined;
  if (days !== undefined) {
    const end = now.getTime() - DAY;
    return { start: dayOf(end - (days - 1) * DAY), end: dayOf(end) };
  }
  const [start = '', end = start, ...more] = text.split(':');
  if (!isDay(start) || !isDay(end) || more.length > 0) {
    throw invalid(
      `"${text}" is no period: say last-day, last-week, last-month, last-year, a day such as 2026-11-21, or two with a colon between them`,
    );
  }
  const length = (Date.parse(end) - Date.parse(start)) / DAY + 1;
  if (length < 1) throw invalid('a period ends on the day that it begins, or later');
  if (length > LONGEST) throw invalid(`a period has up to ${LONGEST} days`);
  return { start, end };
}

/** So many days up to today, which is not over: what pages mean by `last 7 days`. */
export const lastDays = (count: number, now: Date): DownloadPeriod => ({
  start: dayOf(now.getTime() - (count - 1) * DAY),
  end: dayOf(now.getTime()),
});

/** Days of what is kept in detail that are told at once. */
const DETAILED = 31;

/** The same of what is more to read: a month at most. */
export function parseDetailedPeriod(text: string, now: Date): DownloadPeriod {
  const period = parseDownloadPeriod(text, now);
  if (daysOf(period).length > DETAILED) {
    throw invalid(`a period of this has up to ${DETAILED} days`);
  }
  return period;
}

/** Each of them, in order. */
export function daysOf({ start, end }: DownloadPeriod): readonly string[] {
  const length = (Date.parse(end) - Date.parse(start)) / DAY + 1;
  return Array.from({ length }, (_, at) => dayOf(Date.parse(start) + at * DAY));
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  dayOf(Date.parse(text)) === text;
