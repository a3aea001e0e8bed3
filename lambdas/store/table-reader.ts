import type { Item, ItemKey, Page, PartitionQuery, TableReader } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** Runs one of DynamoDB's reading operations, on plain JavaScript values. */
export type RunRead = (
  operation: 'GetItem' | 'BatchGetItem' | 'Query',
  input: object,
) => Promise<unknown>;

const { name: TableName, partitionKey, sortKey, indexes } = TABLE_SCHEMA;

/** Requests of a batch that DynamoDB may answer in part before the rest is given up. */
const BATCH_ATTEMPTS = 8;

/** The table's reads, over whatever speaks DynamoDB. */
export const createTableReader = (run: RunRead): TableReader => ({
  async find(keys) {
    const [only, ...others] = keys;
    if (!only) return [];
    return others.length === 0 ? [await findOne(run, only)] : findAll(run, keys);
  },
  page: async (query, start) => page(run, query, start),
});

const keyOf = ({ partition, sort }: ItemKey): Item => ({
  [partitionKey]: partition,
  [sortKey]: sort,
});

async function findOne(run: RunRead, key: ItemKey): Promise<Item | undefined> {
  const answer = await run('GetItem', { TableName, Key: keyOf(key), ConsistentRead: true });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the operation answers
  return (answer as { readonly Item?: Item }).Item;
}

interface BatchAnswer {
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, { readonly Keys?: readonly Item[] }>>;
}

async function findAll(
  run: RunRead,
  keys: readonly ItemKey[],
): Promise<readonly (Item | undefined)[]> {
  const found: Item[] = [];
  let left: readonly Item[] = keys.map(keyOf);
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === BATCH_ATTEMPTS) throw new Error('DynamoDB left keys of a batch unprocessed');
    const RequestItems = { [TableName]: { Keys: left, ConsistentRead: true } };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the operation answers
    const answer = (await run('BatchGetItem', { RequestItems })) as BatchAnswer;
    found.push(...(Object.values(answer.Responses ?? {})[0] ?? []));
    left = Object.values(answer.UnprocessedKeys ?? {})[0]?.Keys ?? [];
  }
  return keys.map(({ partition, sort }) =>
    found.find((item) => item[partitionKey] === partition && item[sortKey] === sort),
  );
}

async function page(
  run: RunRead,
  { partition, index: IndexName, from, before, backwards, limit: Limit }: PartitionQuery,
  ExclusiveStartKey: Item | undefined,
): Promise<Page> {
  const keys = indexes.find(({ name }) => name === IndexName) ?? TABLE_SCHEMA;
  const bound = boundOf(from, before);
  const answer = await run('Query', {
    TableName,
    ...(IndexName === undefined ? { ConsistentRead: true } : { IndexName }),
    KeyConditionExpression: `#partition = :partition${bound}`,
    ExpressionAttributeNames: {
      '#partition': keys.partitionKey,
      ...(bound !== '' && { '#sort': keys.sortKey }),
    },
    ExpressionAttributeValues: {
      ':partition': partition,
      ...(from !== undefined && { ':from': from }),
      ...(before !== undefined && { ':before': before }),
    },
    ...(backwards && { ScanIndexForward: false }),
    ...(Limit !== undefined && { Limit }),
    ...(ExclusiveStartKey && { ExclusiveStartKey }),
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the operation answers
  const { Items = [], LastEvaluatedKey: next } = answer as {
    readonly Items?: readonly Item[];
    readonly LastEvaluatedKey?: Item;
  };
  return { items: Items, next };
}

/** Between its bounds DynamoDB includes both; no item has the name of an end. */
function boundOf(from: string | undefined, before: string | undefined): string {
  if (from !== undefined && before !== undefined) return ' AND #sort BETWEEN :from AND :before';
  if (from !== undefined) return ' AND #sort >= :from';
  return before === undefined ? '' : ' AND #sort < :before';
}
