import { indexPackage } from '#store/search-document.ts';
import type { Services } from '#store/services.ts';

const DAY = 86_400_000;
/** Of last week, and of the day that is no part of it any more. */
const DAYS = 9;
/** Index writes share their commits. */
const AT_ONCE = 16;

/** Has search know how often packages were downloaded last week, where that may have changed since yesterday. */
export async function refreshPopularity(services: Services): Promise<void> {
  const today = services.now().getTime();
  const dayBefore = (days: number): string =>
    new Date(today - days * DAY).toISOString().slice(0, 10);
  const period = { start: dayBefore(DAYS), end: dayBefore(0) };
  const names = [...(await services.popularPackages(period)).keys()];
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const some = names.slice(start, start + AT_ONCE);
    await Promise.all(some.map(async (name) => indexPackage(services, name)));
  }
}
