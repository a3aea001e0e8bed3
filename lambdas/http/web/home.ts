import { thisWeek } from '#domain/downloads/trend.ts';
import { packageTag } from '#domain/package.ts';
import type { Principal } from '#domain/principal.ts';
import { topPackages, trendingPackages } from '#http/popular.ts';
import { sightOf } from '#http/sight.ts';
import { registryTotals } from '#store/catalogue/totals.ts';
import { newestVersions } from '#store/newest.ts';
import type { Services } from '#store/services.ts';
import type { Home } from '#web/home/home.ts';

/** Packages of each list. */
const SIZE = 8;

interface HomeFound {
  readonly view: Omit<Home, 'registry'>;
  /** Of the packages that are named: when one of them is gone or private, so is the page that the edge keeps. */
  readonly tags: readonly string[];
}

/** What somebody's home page shows. */
export async function homeOf(principal: Principal, services: Services): Promise<HomeFound> {
  const asked = { principal, services, size: SIZE };
  const [seen, { public: open }, downloads, newest, top, trending] = await Promise.all([
    countPackages(principal, services),
    registryTotals(services.table),
    countDownloads(services),
    newestVersions(services.table, SIZE),
    topPackages(asked),
    trendingPackages(asked),
  ]);
  const names = [...newest, ...top, ...trending].map(({ name }) => name);
  // Search counts what the reader sees, but no further than 10,000; sums are a moment behind it.
  const packages = Math.max(seen, open.packages);
  const totals = { packages, versions: Math.max(packages, open.versions), downloads };
  return {
    view: { totals, newest, top, trending },
    tags: [...new Set(names)].map(packageTag),
  };
}

async function countPackages(principal: Principal, services: Services): Promise<number> {
  const sees = await sightOf(principal, services.table);
  const { total } = await services.search.search({ text: '', size: 0, from: 0, sees });
  return total;
}

async function countDownloads({ registryDownloads, now }: Services): Promise<number> {
  const days = await registryDownloads(thisWeek(now()));
  return days.values().reduce((sum, { total }) => sum + total, 0);
}
