import { type AuditEvent, auditPartition, auditPlace, toAuditItem } from '#store/audit.ts';
import type { TableClient } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

const { name: TableName, partitionKey, sortKey, ttlAttribute, indexes } = TABLE_SCHEMA;

/** An event as the entity writes it, for functions without electrodb: it must not exist. */
export function auditPut(event: AuditEvent): object {
  const { period, ttl, ...attributes } = toAuditItem(event);
  const [index] = indexes;
  const Item = {
    ...attributes,
    period,
    ...(ttl !== undefined && { [ttlAttribute]: ttl }),
    [partitionKey]: auditPartition(period),
    [sortKey]: auditPlace(event),
    ...(index && {
      [index.partitionKey]: `audit#${event.subject}`,
      [index.sortKey]: auditPlace(event),
    }),
    __edb_e__: 'auditEvent',
    __edb_v__: '1',
  };
  return {
    Put: {
      TableName,
      Item,
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': partitionKey },
    },
  };
}

/** Notes what is done without a change of the table. */
export async function saveAuditEvent(table: TableClient, event: AuditEvent): Promise<void> {
  await table.write('TransactWriteItems', { TransactItems: [auditPut(event)] });
}
