import type { PackageName } from '#domain/package-name.ts';
import { lookAlikes } from '#store/entities/look-alike.ts';
import { itemComposer } from '#store/item-composer.ts';
import type { LookAlikes } from '#store/look-alikes.ts';
import { absent, put, still } from '#store/transaction-items.ts';

const compose = itemComposer(lookAlikes);

/** Closes the race of two that claim names which look alike: both write this. */
export function lookAlikesItem({ key, rev, names }: LookAlikes, name: PackageName): object {
  // It is among them already where a version of it was staged before.
  const item = compose({ key, names: [...new Set([...names, name])], rev: rev + 1 });
  return put(item, rev === 0 ? absent : still('rev', rev));
}
