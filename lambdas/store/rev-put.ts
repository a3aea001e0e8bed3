import type { Item } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/**
 * Puts an item in the place of what was read with this `rev`, for functions without electrodb: on the condition that it still
 * has it. 0: there was none.
 */
export const revPut = (item: Item, rev: number): object => ({
  Put: {
    TableName: TABLE_SCHEMA.name,
    Item: { ...item, rev: rev + 1 },
    ...(rev === 0
      ? { ConditionExpression: 'attribute_not_exists(#rev)' }
      : { ConditionExpression: '#rev = :rev', ExpressionAttributeValues: { ':rev': rev } }),
    ExpressionAttributeNames: { '#rev': 'rev' },
  },
});
