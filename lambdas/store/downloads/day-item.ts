import { type DayDownloads, NO_DOWNLOADS } from '#domain/downloads/day-downloads.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Item } from '#store/table.ts';

/** What is counted of a package on a day is the sum of its shards; the first is enough unless many count at once. */
export interface DayKey {
  readonly name: PackageName;
  /** `2026-11-21`, UTC. */
  readonly day: string;
  readonly shard: number;
}

export const dayPartition = ({ name }: Pick<DayKey, 'name'>): string => `downloads#${name}`;
export const daySort = ({ day, shard }: DayKey): string => `${day}#${shard}`;

export interface DayItem {
  /** 0: there is none yet. */
  readonly rev: number;
  readonly day: DayDownloads;
}

export function toDay(item: Item | undefined): DayItem {
  if (!item) return { rev: 0, day: NO_DOWNLOADS };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by add-downloads.ts
  const { rev, ...day } = item as unknown as DayDownloads & { readonly rev: number };
  return { rev, day };
}
