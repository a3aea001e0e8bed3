import { lastDays } from '#domain/downloads/download-period.ts';
import { indexPackage } from '#store/search-document.ts';
import type { Services } from '#store/services.ts';

/** Of last week, of the day that is no part of it any more, and of today. */
const DAYS = 10;
/** Index writes share their commits. */
const AT_ONCE = 16;

/** Has search know how often packages were downloaded last week, where that may have changed since yesterday. */
export async function refreshPopularity(services: Services): Promise<void> {
  const period = lastDays(DAYS, services.now());
  const names = [...(await services.popularPackages(period)).keys()];
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const some = names.slice(start, start + AT_ONCE);
    await Promise.all(some.map(async (name) => indexPackage(services, name)));
  }
}
