import type { ItemKey } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** An item that a permission rests on, as it was read; without `rev`: there was none. */
export interface Basis extends ItemKey {
  readonly rev: number | undefined;
}

interface Transaction {
  readonly params: () => object;
}

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

/** The items of a transaction that electrodb put together. */
export function transactItems({ params }: Transaction): readonly object[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- electrodb types its parameters as any
  return (params() as { readonly TransactItems: readonly object[] }).TransactItems;
}

/** The transaction, on the condition that what it rests on is still so. */
export const restingOn = (basis: readonly Basis[], transaction: Transaction): Transaction => ({
  params: () => ({ TransactItems: [...transactItems(transaction), ...basis.map(basisCheck)] }),
});

/** Whoever was put out of an organization, or a team, a moment ago writes nothing. */
export const basisCheck = ({ partition, sort, rev }: Basis): object => ({
  ConditionCheck: {
    TableName,
    Key: { [partitionKey]: partition, [sortKey]: sort },
    ...(rev === undefined
      ? {
          ConditionExpression: 'attribute_not_exists(#key)',
          ExpressionAttributeNames: { '#key': partitionKey },
        }
      : {
          ConditionExpression: '#rev = :rev',
          ExpressionAttributeNames: { '#rev': 'rev' },
          ExpressionAttributeValues: { ':rev': rev },
        }),
  },
});
