import { ScanCommand } from '@aws-sdk/lib-dynamodb';

import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, TableClient } from '#store/table.ts';

/** Parts of the table that are read side by side. */
const SEGMENTS = 4;

/** Reads every item there is, each once, while others write: see settle(). */
export async function scanTable(
  table: TableClient,
  found: (items: readonly Item[]) => void,
): Promise<void> {
  await Promise.all(
    Array.from({ length: SEGMENTS }, async (_, segment) => scanSegment(table, segment, found)),
  );
}

async function scanSegment(
  table: TableClient,
  Segment: number,
  found: (items: readonly Item[]) => void,
): Promise<void> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const answer = await table.send(
      new ScanCommand({
        TableName: TABLE_SCHEMA.name,
        ConsistentRead: true,
        Segment,
        TotalSegments: SEGMENTS,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the operation answers
    const { Items = [], LastEvaluatedKey } = answer as {
      readonly Items?: readonly Item[];
      readonly LastEvaluatedKey?: Item;
    };
    found(Items);
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
