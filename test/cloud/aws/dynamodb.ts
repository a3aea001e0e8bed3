import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

import type { TableSchema } from '#store/table-schema.ts';

import { type Engine, openEngine, type Operation } from '../../../local/table/engine.ts';
import { type Answered, jsonAnswer, jsonError } from './http.ts';

type Json = Record<string, any>;

/** A record of a table's stream, as far as functions read it. */
export interface StreamRecord {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventID: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: Json;
    readonly NewImage?: Json;
    readonly StreamViewType: 'NEW_IMAGE';
  };
}

/** DynamoDB's wire protocol over the embedded engine, one table. */
export interface DynamoDb {
  run(operation: string, input: Json): Promise<Answered>;
  onRecords(listener: (records: readonly StreamRecord[]) => void): void;
  close(): void;
}

export function openDynamoDb(file: string, schema: TableSchema): DynamoDb {
  const engine = openEngine({ file, schema });
  const listeners: ((records: readonly StreamRecord[]) => void)[] = [];
  let sequence = 0;
  const tell = (writes: readonly Json[]): void => {
    const records = writes.map((NewImage): StreamRecord => {
      sequence += 1;
      const { pk, sk } = NewImage;
      const SequenceNumber = String(sequence).padStart(21, '0');
      return {
        // What was there before is not looked at: functions follow what is only ever inserted.
        eventName: 'INSERT',
        eventID: SequenceNumber,
        dynamodb: { SequenceNumber, Keys: { pk, sk }, NewImage, StreamViewType: 'NEW_IMAGE' },
      };
    });
    if (records.length > 0) for (const listener of listeners) listener(records);
  };
  return {
    run: async (operation, input) => {
      const answer = await answerTo(engine, schema, operation, input);
      if (answer.status === 200) tell(putsOf(operation, input));
      return answer;
    },
    onRecords: (listener) => void listeners.push(listener),
    close: () => engine.close(),
  };
}

async function answerTo(
  engine: Engine,
  { name }: TableSchema,
  operation: string,
  input: Json,
): Promise<Answered> {
  try {
    const { $metadata: _, ...output } = (await engine.run(
      operation as Operation,
      toPlain(input, name),
    )) as Json;
    return jsonAnswer(withBase64(toWire(output)));
  } catch (error) {
    const { name: type, message, CancellationReasons } = error as Error & Json;
    if (type === 'Error' || type === 'TypeError') throw error;
    return jsonError(type, message, { ...(CancellationReasons && { CancellationReasons }) });
  }
}

/** New items of a write, on the wire. Updates are left out: nothing follows them. */
function putsOf(operation: string, input: Json): readonly Json[] {
  if (operation === 'PutItem') return [input['Item']];
  if (operation !== 'TransactWriteItems') return [];
  return input['TransactItems'].flatMap(({ Put }: Json) => (Put ? [Put.Item] : []));
}

const ITEMS = new Set(['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** Wire values become plain ones where requests have them; tables become the engine's one. */
function toPlain(value: any, table: string): any {
  if (Array.isArray(value)) return value.map((each) => toPlain(each, table));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Json).map(([field, inner]) => {
      if (field === 'TableName') return [field, table];
      if (field === 'RequestItems')
        return [field, { [table]: toPlain(Object.values(inner)[0], table) }];
      if (field === 'Keys') return [field, inner.map((key: Json) => unmarshall(withBytes(key)))];
      return [field, ITEMS.has(field) ? unmarshall(withBytes(inner)) : toPlain(inner, table)];
    }),
  );
}

/** Bytes are base64 in JSON, and bytes for who unmarshalls. */
function withBytes(value: any): any {
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Json).map(([type, inner]) => [
      type,
      type === 'B' && typeof inner === 'string'
        ? new Uint8Array(Buffer.from(inner, 'base64'))
        : withBytes(inner),
    ]),
  );
}

/** And back. */
function withBase64(value: any): any {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(withBase64);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Json).map(([name, inner]) => [name, withBase64(inner)]),
  );
}

const all = (items: readonly Json[]) => items.map((item) => marshall(item, OPTIONS));
const OPTIONS = { removeUndefinedValues: true } as const;

function toWire(output: Json): Json {
  const { Item, Items, Attributes, LastEvaluatedKey, Responses, ...rest } = output;
  return {
    ...rest,
    ...(Item && { Item: marshall(Item, OPTIONS) }),
    ...(Items && { Items: all(Items) }),
    ...(Attributes && { Attributes: marshall(Attributes, OPTIONS) }),
    ...(LastEvaluatedKey && { LastEvaluatedKey: marshall(LastEvaluatedKey, OPTIONS) }),
    ...(Responses && {
      Responses: Object.fromEntries(
        Object.entries(Responses as Json).map(([table, items]) => [table, all(items)]),
      ),
    }),
  };
}
