import type { DependencyKind } from '#domain/dependencies.ts';
import type { PackageName } from '#domain/package-name.ts';
import { itemsOf, pagesOf } from '#store/items.ts';
import type { Item, PartitionQuery, TableReader } from '#store/table.ts';

import { dependentsPartition, GROUPS } from './catalogue/dependent-item.ts';

/** A package whose latest version asks for another. */
export interface StoredDependent {
  /** Its place in the list; names it, so only who may know of the package is told. */
  readonly place: string;
  readonly name: PackageName;
  readonly kind: DependencyKind;
  readonly range: string;
}

interface Asked {
  /** Whether those of private packages are to come, after all others. */
  readonly restricted: boolean;
  /** The place after which the list goes on. */
  readonly after: string | undefined;
  /** How many come at once. */
  readonly step: number;
}

/** Comes after all names of a group. */
const END_OF_PUBLIC = GROUPS.public.replace('#', '$');

/** Who depends on a name, whether or not there is such a package here, in steps. */
export async function* listDependents(
  table: TableReader,
  dependency: PackageName,
  { restricted, after, step }: Asked,
): AsyncGenerator<readonly StoredDependent[]> {
  if (!restricted && after !== undefined && after >= END_OF_PUBLIC) return;
  const query: PartitionQuery = {
    partition: dependentsPartition(dependency),
    limit: step,
    ...(after !== undefined && { from: after }),
    ...(!restricted && { before: END_OF_PUBLIC }),
  };
  for await (const page of pagesOf(table, query)) {
    yield itemsOf('dependent', page)
      .map(toDependent)
      .filter(({ place }) => place !== after);
  }
}

function toDependent(item: Item): StoredDependent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by dependent-item.ts
  const { group, ...rest } = item as unknown as Omit<StoredDependent, 'place'> & {
    readonly group: string;
  };
  return { ...rest, place: `${group}${rest.name}` };
}

/** Dependents that are counted: one small query, whatever the name is. */
const COUNTED = 1000;

export interface DependentCount {
  readonly total: number;
  /** There are more than were counted. */
  readonly atLeast?: true;
}

/** How many public packages depend on a name. */
export async function countDependents(
  table: TableReader,
  dependency: PackageName,
): Promise<DependentCount> {
  const query = {
    partition: dependentsPartition(dependency),
    before: END_OF_PUBLIC,
    limit: COUNTED,
  };
  const { items, next } = await table.page(query);
  return { total: items.length, ...(next && { atLeast: true }) };
}
