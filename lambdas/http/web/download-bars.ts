import { daysOf, lastDays } from '#domain/downloads/download-period.ts';
import { thisWeek } from '#domain/downloads/trend.ts';
import type { PackageName } from '#domain/package-name.ts';
import { sumOf } from '#http/downloads.ts';
import type { CountedDay } from '#store/downloads/download-counts.ts';
import type { Services } from '#store/services.ts';
import type { Point } from '#web/chart.ts';
import type { DetailedWeek } from '#web/package/downloads.ts';
import { dayOf } from '#web/wording.ts';

/** How often a package was downloaded on the days up to today. */
export interface DownloadBars {
  /** The last seven of them together. */
  readonly week: number;
  /** Thirty. */
  readonly days: readonly Point[];
  /** 52, each called after its first day. */
  readonly weeks: readonly Point[];
}

const WEEK = 7;
const WEEKS = 52;
const MONTH = 30;

/** All of it by one small request. */
export async function downloadBars(
  name: PackageName,
  { downloadTotals, now }: Pick<Services, 'downloadTotals' | 'now'>,
): Promise<DownloadBars> {
  const period = lastDays(WEEK * WEEKS, now());
  const totals = await downloadTotals(name, period);
  const bars = daysOf(period).map((day) => ({ label: dayOf(day), value: totals.get(day) ?? 0 }));
  const weeks = Array.from({ length: WEEKS }, (_, at) => {
    const some = bars.slice(at * WEEK, (at + 1) * WEEK);
    return { label: some[0]?.label ?? '', value: sumOf(some.map(({ value }) => value)) };
  });
  return { week: weeks.at(-1)?.value ?? 0, days: bars.slice(-MONTH), weeks };
}

/** The last seven days, with all that is counted of them. */
export async function detailedWeek(
  name: PackageName,
  { downloadCounts, now }: Pick<Services, 'downloadCounts' | 'now'>,
): Promise<DetailedWeek> {
  const days = [...(await downloadCounts(name, thisWeek(now()))).values()];
  const total = (of: (day: CountedDay) => number): number => sumOf(days.map(of));
  return {
    total: total((day) => day.total),
    robots: total((day) => day.robots),
    beyondLimit: total((day) => day.beyondLimit),
    // Who comes on several days is one of each day's: a sum would count them again.
    addresses: Math.round(total((day) => day.addresses) / Math.max(1, days.length)),
    versions: together(days.map((day) => day.versions)),
    clients: together(days.map((day) => day.clients)),
    nodes: together(days.map((day) => day.nodes)),
  };
}

function together(counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [key, times] of counts.flatMap((each) => [...each])) {
    sums.set(key, (sums.get(key) ?? 0) + times);
  }
  return sums;
}
