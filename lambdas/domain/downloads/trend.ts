import { type DownloadPeriod, lastDays } from './download-period.ts';

/** Downloads in the days that one looks at, and in those before, which were so many times as many. */
export interface Trend {
  readonly now: number;
  readonly before: number;
}

/** Days that are looked at, and those before that they are held against. */
export const TREND_DAYS = 7;
export const DAYS_BEFORE = 28;

/** The days that are looked at: up to today, which is not over. */
export const thisWeek = (now: Date): DownloadPeriod => lastDays(TREND_DAYS, now);

/** Downloads a week that both sides get on top: else every new package with two would come first. */
const FLOOR = 20;

/** How many times as many as before; 1: as always. */
export const growth = ({ now, before }: Trend): number =>
  (now + FLOOR) / ((before * TREND_DAYS) / DAYS_BEFORE + FLOOR);
