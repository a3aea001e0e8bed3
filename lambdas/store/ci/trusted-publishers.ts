import type { TrustedPublisher } from '#domain/ci/trusted-publisher.ts';
import type { PackageName } from '#domain/package-name.ts';
import { itemsOf, listItems } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

/** Who of CI may publish a package, oldest first. */
export async function listTrustedPublishers(
  table: TableReader,
  name: PackageName,
): Promise<readonly TrustedPublisher[]> {
  const items = await listItems(table, { partition: `trust#${name}` });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  const found = itemsOf('trustedPublisher', items) as unknown as readonly TrustedPublisher[];
  return found.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
}
