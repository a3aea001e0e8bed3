import { hash } from 'node:crypto';

import { isRetiredKeys } from '#store/retired-keys.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item } from '#store/table.ts';

import { isLeftOut } from './left-out.ts';

/** How many items there are, and a number that they have in common with the same items in any order. */
export interface Fingerprint {
  readonly count: number;
  readonly sum: string;
}

const MODULUS = 2n ** 256n;

/**
 * Left out are what no backup has, items that have expired by the cutoff, which a platform removes when it likes, and public keys that
 * were retired: a restore may add one.
 */
export async function fingerprint(
  items: AsyncIterable<string>,
  cutoff: Date,
): Promise<Fingerprint> {
  let [count, sum] = [0, 0n];
  for await (const text of items) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- lines of items
    const item = JSON.parse(text) as Item;
    if (isLeftOut(item) || isRetiredKeys(item) || expiresBy(item, cutoff)) continue;
    count += 1;
    sum = (sum + BigInt(`0x${hash('sha256', canonical(item))}`)) % MODULUS;
  }
  return { count, sum: sum.toString(16) };
}

function expiresBy(item: Item, cutoff: Date): boolean {
  const expires = item[TABLE_SCHEMA.ttlAttribute];
  return typeof expires === 'number' && expires <= cutoff.getTime() / 1000;
}

/** JSON whose names are in order: no two platforms keep attributes in the same one. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
