import type { RunToken } from '#domain/ci/run-token.ts';
import type { Token } from '#domain/token.ts';
import type { UserName } from '#domain/user.ts';
import { toRunToken } from '#store/ci/run-tokens.ts';
import { findItem, itemsOf, listItems } from '#store/items.ts';
import type { Item, TableReader } from '#store/table.ts';

export async function findToken(table: TableReader, hash: string): Promise<Token | undefined> {
  const item = await findItem(table, 'token', `token#${hash}`, 'token');
  return item && toToken(item);
}

/** The token of a person or of a run, by one request. */
export async function findAnyToken(
  table: TableReader,
  hash: string,
): Promise<{ readonly token?: Token; readonly runToken?: RunToken }> {
  const [item] = await table.find([{ partition: `token#${hash}`, sort: 'token' }]);
  const found = item ? [item] : [];
  const [token] = itemsOf('token', found).map(toToken);
  const [runToken] = itemsOf('runToken', found).map(toRunToken);
  return { ...(token && { token }), ...(runToken && { runToken }) };
}

/** A user's tokens, oldest first. */
export async function listTokens(table: TableReader, user: UserName): Promise<readonly Token[]> {
  const query = { partition: `user#${user}`, index: 'gsi1', from: 'token#', before: 'token$' };
  return itemsOf('token', await listItems(table, query)).map(toToken);
}

/** The table removes expired items by itself, by an attribute that bears the name of the token's own. */
function toToken({ expires, ...item }: Item): Token {
  const { expiresAt: _ttl, ...token } = item;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return { ...token, ...(expires !== undefined && { expiresAt: expires }) } as Token;
}
