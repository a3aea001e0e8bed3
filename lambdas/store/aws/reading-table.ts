import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

import { createTableReader } from '#store/table-reader.ts';
import type { Item, TableClient } from '#store/table.ts';

import { variable } from './environment.ts';
import { callJson } from './json-call.ts';
import { renameTable } from './table-name.ts';

type Wire = Parameters<typeof unmarshall>[0];

/** The table for Lambdas that hardly write: without the SDK's client, and without electrodb. */
export function openReadingTable(): TableClient {
  const name = variable('PANTRY_TABLE');
  const run = async (operation: string, input: object): Promise<object> =>
    fromWire(await callJson('dynamodb', operation, toWire(renameTable(input, name))));
  return {
    ...createTableReader(run),
    write: run,
    send: async () => {
      throw new Error('this function only reads: its route names no store that is written');
    },
  };
}

const MARSHALLED = new Set(['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** Operations hold items in a few places; everything else is as it is on the wire. */
function toWire(input: object): object {
  const entries = Object.entries(input).map(([field, value]: [string, unknown]) => {
    if (MARSHALLED.has(field)) return [field, marshall(value, { removeUndefinedValues: true })];
    if (field === 'TransactItems' && Array.isArray(value)) return [field, value.map(eachToWire)];
    return [field, field === 'RequestItems' ? requestItems(value) : value];
  });
  return Object.fromEntries(entries);
}

/** `{ Put: { Item, … } }` */
const eachToWire = (item: Readonly<Record<string, object>>): object => mapValues(item, toWire);

/** Of one table: `{ <table>: { Keys, … } }`. */
function requestItems(value: unknown): object {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the table reader puts there
  const tables = value as Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
  return Object.fromEntries(
    Object.entries(tables).map(([table, request]) => [
      table,
      { ...request, Keys: request.Keys.map((key) => marshall(key)) },
    ]),
  );
}

interface WireAnswer {
  readonly Item?: Wire;
  readonly Attributes?: Wire;
  readonly Items?: readonly Wire[];
  readonly LastEvaluatedKey?: Wire;
  readonly Responses?: Readonly<Record<string, readonly Wire[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, { readonly Keys?: readonly Wire[] }>>;
}

function fromWire(answer: unknown): object {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what DynamoDB answers
  const wire = answer as WireAnswer;
  const { Item, Attributes, Items, LastEvaluatedKey, Responses, UnprocessedKeys } = wire;
  return {
    ...(Item && { Item: unmarshall(Item) }),
    ...(Attributes && { Attributes: unmarshall(Attributes) }),
    ...(Items && { Items: Items.map((item) => unmarshall(item)) }),
    ...(LastEvaluatedKey && { LastEvaluatedKey: unmarshall(LastEvaluatedKey) }),
    ...(Responses && { Responses: mapValues(Responses, unmarshallAll) }),
    ...(UnprocessedKeys && {
      UnprocessedKeys: mapValues(UnprocessedKeys, ({ Keys = [] }) => ({
        Keys: unmarshallAll(Keys),
      })),
    }),
  };
}

const unmarshallAll = (items: readonly Wire[]): readonly Item[] =>
  items.map((item) => unmarshall(item));

const mapValues = <A, B>(
  record: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
