import { parseDownloadPeriod } from '#domain/downloads/download-period.ts';
import type { RegistrySums } from '#domain/registry-sums.ts';
import { sumOf } from '#http/downloads.ts';
import { forgetting } from '#http/forgetting.ts';
import { json, type Reply } from '#http/reply.ts';
import { countPublishers } from '#store/catalogue/publisher-item.ts';
import { registryTotals } from '#store/catalogue/totals.ts';
import { EVER } from '#store/downloads/registry-day.ts';
import type { Services } from '#store/services.ts';
import { userCount } from '#store/user-list.ts';

type Stores = Pick<Services, 'table' | 'registryDownloads' | 'upstreamCache' | 'policy' | 'now'>;

export async function registrySums({
  table,
  upstreamCache,
}: Pick<Services, 'table' | 'upstreamCache'>): Promise<RegistrySums> {
  const [totals, users, publishers] = await Promise.all([
    registryTotals(table),
    userCount.read(table),
    countPublishers(table),
  ]);
  return { ...totals, users, publishers, cachedBytes: upstreamCache?.bytes?.() };
}

/** How much there is in a registry, and how often it was downloaded. */
interface RegistryStatistics {
  /** ISO time. */
  readonly at: string;
  readonly sums: RegistrySums;
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

async function read(services: Stores): Promise<RegistryStatistics> {
  const { registryDownloads, now } = services;
  const at = now();
  const [sums, month, ever] = await Promise.all([
    registrySums(services),
    registryDownloads(parseDownloadPeriod('last-month', at)),
    registryDownloads(EVER),
  ]);
  const downloadsIn = (period: string): number => {
    const { start } = parseDownloadPeriod(period, at);
    return sumOf([...month].map(([day, { total }]) => (day >= start ? total : 0)));
  };
  return {
    at: at.toISOString(),
    sums,
    downloads: {
      lastDay: downloadsIn('last-day'),
      lastWeek: downloadsIn('last-week'),
      lastMonth: downloadsIn('last-month'),
      all: sumOf([...ever.values()].map(({ total }) => total)),
    },
  };
}

/**
 * What a program gets at the registry's URL. How many private packages there are, and how many people, is nobody's business
 * who runs no registry.
 */
export async function registryReply(
  services: Stores,
  sees: 'public' | 'everything' = 'public',
): Promise<Reply> {
  const { at, sums, downloads } = await registryStatistics(services);
  const { public: open, ...inside } = sums;
  return json({
    registry: services.policy.publicUrl,
    ...open,
    ...(sees === 'everything' && inside),
    downloads,
    at,
  });
}
