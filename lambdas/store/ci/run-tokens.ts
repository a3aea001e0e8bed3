import type { RunToken } from '#domain/ci/run-token.ts';
import type { PackageName } from '#domain/package-name.ts';
import { itemsOf, listItems } from '#store/items.ts';
import type { Item, TableReader } from '#store/table.ts';

/** Tokens of runs for a package that have not ended yet, oldest first. */
export async function listRunTokens(
  table: TableReader,
  name: PackageName,
  now: Date,
): Promise<readonly RunToken[]> {
  const query = { partition: `run-tokens#${name}`, index: 'gsi1' };
  const tokens = itemsOf('runToken', await listItems(table, query)).map(toRunToken);
  return tokens.filter(({ expiresAt }) => Date.parse(expiresAt) > now.getTime());
}

/** The table removes expired items by itself, by an attribute that bears the name of the token's own. */
export function toRunToken({ expires, ...item }: Item): RunToken {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return { ...item, expiresAt: expires } as unknown as RunToken;
}
