import { lastDays } from '#domain/downloads/download-period.ts';
import type { Services } from '#store/services.ts';
import type { RefusedOfLate } from '#web/admin/refused.ts';

/** With the one that is not over. */
const DAYS = 14;
/** Versions of a page. */
const SHOWN = 50;

/** What rules refused in the last two weeks, as admins are shown it. */
export async function refusedOfLate({
  now,
  refusedVersions,
}: Pick<Services, 'now' | 'refusedVersions'>): Promise<RefusedOfLate> {
  const found = await refusedVersions(lastDays(DAYS, now()));
  return { versions: found.slice(0, SHOWN), total: found.length, days: DAYS };
}
