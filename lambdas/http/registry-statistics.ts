import { parseDownloadPeriod } from '#domain/downloads/download-period.ts';
import type { Visibility } from '#domain/package.ts';
import { sumOf } from '#http/downloads.ts';
import { forgetting } from '#http/forgetting.ts';
import { json, type Reply } from '#http/reply.ts';
import type { Sums } from '#store/catalogue/entry.ts';
import { registryTotals } from '#store/catalogue/totals.ts';
import { EVER } from '#store/downloads/registry-day.ts';
import type { Services } from '#store/services.ts';

type Stores = Pick<Services, 'table' | 'registryDownloads' | 'policy' | 'now'>;

/** How much there is in a registry, and how often it was downloaded. */
interface RegistryStatistics {
  /** ISO time. */
  readonly at: string;
  readonly totals: Readonly<Record<Visibility, Sums>>;
  readonly downloads: {
    readonly lastDay: number;
    readonly lastWeek: number;
    readonly lastMonth: number;
    readonly all: number;
  };
}

/** Milliseconds for which what was read is good enough for whoever asks next. */
const REMEMBERED = 10_000;
const remembered = forgetting<RegistryStatistics>();

/** As of some seconds ago at most. */
async function registryStatistics(services: Stores): Promise<RegistryStatistics> {
  const find = async (): Promise<RegistryStatistics> => read(services);
  const known = await remembered.remember({
    owner: services.table,
    key: services.now().toISOString().slice(0, 10),
    lifetime: REMEMBERED,
    find,
  });
  return known ?? find();
}

async function read({ table, registryDownloads, now }: Stores): Promise<RegistryStatistics> {
  const at = now();
  const [totals, month, ever] = await Promise.all([
    registryTotals(table),
    registryDownloads(parseDownloadPeriod('last-month', at)),
    registryDownloads(EVER),
  ]);
  const downloadsIn = (period: string): number => {
    const { start } = parseDownloadPeriod(period, at);
    return sumOf([...month].map(([day, { total }]) => (day >= start ? total : 0)));
  };
  return {
    at: at.toISOString(),
    totals,
    downloads: {
      lastDay: downloadsIn('last-day'),
      lastWeek: downloadsIn('last-week'),
      lastMonth: downloadsIn('last-month'),
      all: sumOf([...ever.values()].map(({ total }) => total)),
    },
  };
}

/**
 * What a program gets at the registry's URL. How many private packages there are is nobody's business who runs no
 * registry.
 */
export async function registryReply(
  services: Stores,
  sees: 'public' | 'everything' = 'public',
): Promise<Reply> {
  const { at, totals, downloads } = await registryStatistics(services);
  return json({
    registry: services.policy.publicUrl,
    ...totals.public,
    ...(sees === 'everything' && { private: totals.private }),
    downloads,
    at,
  });
}
