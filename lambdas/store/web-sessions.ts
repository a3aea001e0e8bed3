import type { WebSession } from '#domain/web-session.ts';
import { findItem } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

/** A session by its id; one that is over may still be there. */
export async function findWebSession(
  table: TableReader,
  id: string,
): Promise<WebSession | undefined> {
  const item = await findItem(table, 'webSession', `web-session#${id}`, 'web-session');
  if (!item) return undefined;
  // The table removes what is over by an attribute that bears the name of the session's own.
  const { expires, expiresAt: _ttl, ...session } = item;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return { ...session, expiresAt: expires } as WebSession;
}
