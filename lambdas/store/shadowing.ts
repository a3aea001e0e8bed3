import type { PackageName } from '#domain/package-name.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import { itemsOf } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

/** One partition: such names are claimed seldom, and listed as a whole. */
const PARTITION = 'shadowing';

/** A name that was claimed here although an upstream has it, or while none could be asked. */
export interface ShadowingClaim {
  readonly name: PackageName;
  /** ISO time. */
  readonly claimedAt: string;
  /** As the audit log names whoever did it. */
  readonly claimedBy: string;
  readonly shadows: Exclude<Shadows, 'nothing'>;
}

const placeOf = ({ name, claimedAt }: ShadowingClaim): string => `${claimedAt}#${name}`;

/** Written with the claim, which happens once: it needs no condition of its own. */
export const shadowingPut = (claim: ShadowingClaim): object => ({
  Put: {
    TableName,
    Item: {
      ...claim,
      [partitionKey]: PARTITION,
      [sortKey]: placeOf(claim),
      __edb_e__: 'shadowing',
      __edb_v__: '1',
    },
  },
});

interface ShadowingPage {
  /** The newest first. */
  readonly claims: readonly ShadowingClaim[];
  /** Where the next page begins; undefined: these were the last. */
  readonly next: string | undefined;
}

/** Such claims before a place in the list, or the newest. */
export async function listShadowing(
  table: TableReader,
  { before, size }: { readonly before: string | undefined; readonly size: number },
): Promise<ShadowingPage> {
  const { items } = await table.page({
    partition: PARTITION,
    backwards: true,
    ...(before !== undefined && { before }),
    limit: size + 1,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  const claims = itemsOf('shadowing', items) as unknown as readonly ShadowingClaim[];
  const shown = claims.slice(0, size);
  const last = claims.length > size ? shown.at(-1) : undefined;
  return { claims: shown, next: last && placeOf(last) };
}
