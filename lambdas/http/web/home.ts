import { TREND_DAYS } from '#domain/downloads/trend.ts';
import { packageTag } from '#domain/package.ts';
import type { Principal } from '#domain/principal.ts';
import { topPackages, trendingPackages } from '#http/popular.ts';
import { sightOf } from '#http/sight.ts';
import type { Services } from '#store/services.ts';
import type { Home } from '#web/home/home.ts';

const DAY = 86_400_000;
/** Packages of each list. */
const SIZE = 10;

interface HomeFound {
  readonly view: Omit<Home, 'registry'>;
  /** Of the packages that are named: when one of them is gone or private, so is the page that the edge keeps. */
  readonly tags: readonly string[];
}

/** What somebody's home page shows. */
export async function homeOf(principal: Principal, services: Services): Promise<HomeFound> {
  const asked = { principal, services, size: SIZE };
  const [packages, downloads, top, trending] = await Promise.all([
    countPackages(principal, services),
    countDownloads(services),
    topPackages(asked),
    trendingPackages(asked),
  ]);
  const names = [...top, ...trending].map(({ name }) => name);
  return {
    view: { totals: { packages, downloads }, newest: [], top, trending },
    tags: [...new Set(names)].map(packageTag),
  };
}

async function countPackages(principal: Principal, services: Services): Promise<number> {
  const sees = await sightOf(principal, services.table);
  const { total } = await services.search.search({ text: '', size: 0, from: 0, sees });
  return total;
}

/** Of the last seven days, today among them, as the lists have it. */
async function countDownloads({ registryDownloads, now }: Services): Promise<number> {
  const dayBefore = (days: number): string =>
    new Date(now().getTime() - days * DAY).toISOString().slice(0, 10);
  const days = await registryDownloads({ start: dayBefore(TREND_DAYS - 1), end: dayBefore(0) });
  return days.values().reduce((sum, { total }) => sum + total, 0);
}
