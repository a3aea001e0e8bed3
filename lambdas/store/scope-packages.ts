import type { Package } from '#domain/package.ts';
import { listItems } from '#store/items.ts';
import { asPackages, SHARDS } from '#store/packages.ts';
import type { TableReader } from '#store/table.ts';

/** The packages of a scope by name, unpublished ones included, as an index knows them: a moment late. */
export async function listPackagesIn(
  table: TableReader,
  scope: string,
): Promise<readonly Package[]> {
  const shards = await Promise.all(
    Array.from({ length: SHARDS }, async (_, shard) =>
      listItems(table, {
        partition: `packages#${shard}`,
        index: 'gsi1',
        from: `${scope}/`,
        before: `${scope}0`,
      }),
    ),
  );
  return asPackages(shards.flat()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
