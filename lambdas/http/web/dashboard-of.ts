import { sumOf } from '#http/downloads.ts';
import type { RegistryDay } from '#store/downloads/registry-day.ts';
import type { Dashboard } from '#web/admin/dashboard.ts';
import { dayOf } from '#web/wording.ts';

interface Counts {
  /** Every day of the period, the oldest first. */
  readonly days: readonly string[];
  readonly downloads: ReadonlyMap<string, RegistryDay>;
  readonly addresses: ReadonlyMap<string, number>;
  readonly published: ReadonlyMap<string, number>;
  readonly missing: readonly (readonly [spec: string, times: number])[];
}

/** Names of a list; the others are rare. */
const SHOWN = 12;
const MISSING = 50;

/** What was counted of a registry, as its dashboard shows it. */
export function dashboardOf({
  days,
  downloads,
  addresses,
  published,
  missing,
}: Counts): Pick<
  Dashboard,
  'downloads' | 'addresses' | 'published' | 'refused' | 'clients' | 'nodes' | 'missing'
> {
  const counted = [...downloads.values()];
  const points = (valueOf: (day: string) => number | undefined): Dashboard['downloads'] =>
    days.map((day) => ({ label: dayOf(day), value: valueOf(day) ?? 0 }));
  return {
    downloads: points((day) => downloads.get(day)?.total),
    addresses: points((day) => addresses.get(day)),
    published: points((day) => published.get(day)),
    refused: {
      robots: sumOf(counted.map(({ robots }) => robots)),
      beyondLimit: sumOf(counted.map(({ beyondLimit }) => beyondLimit)),
    },
    clients: added(counted.map(({ clients }) => clients)),
    nodes: added(counted.map(({ nodes }) => nodes)),
    missing: missing.slice(0, MISSING).map(([name, count]) => ({ name, count })),
  };
}

/** Added up over days, the most frequent first. */
function added(days: readonly ReadonlyMap<string, number>[]): Dashboard['clients'] {
  const sums = new Map<string, number>();
  for (const [name, count] of days.flatMap((day) => [...day])) {
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, SHOWN);
}
