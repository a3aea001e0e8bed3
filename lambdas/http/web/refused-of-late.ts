import type { Services } from '#store/services.ts';
import type { RefusedOfLate } from '#web/admin/refused.ts';

const DAY = 86_400_000;
/** With the one that is not over. */
const DAYS = 14;
/** Versions of a page. */
const SHOWN = 50;

/** What rules refused in the last two weeks, as admins are shown it. */
export async function refusedOfLate({
  now,
  refusedVersions,
}: Pick<Services, 'now' | 'refusedVersions'>): Promise<RefusedOfLate> {
  const today = now().getTime();
  const dayBefore = (days: number): string =>
    new Date(today - days * DAY).toISOString().slice(0, 10);
  const found = await refusedVersions({ start: dayBefore(DAYS - 1), end: dayBefore(0) });
  return { versions: found.slice(0, SHOWN), total: found.length, days: DAYS };
}
