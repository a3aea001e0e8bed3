import { condition, createWriter, projection, update, type Writer } from './expressions.ts';
import type { Random } from './random.ts';
import { NAMES, valueFor, type Attributes } from './values.ts';

/** One call, with DynamoDB's name of the operation. */
export interface Request {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

export const TABLE = 'registry';

const PARTITIONS = ['p', 'q', 'P', 'ü'];
const SORTS = ['a', 'aa', 'ab', 'b', 'B', 'a%', 'é', '\uFFFD', '😀'];

export function key(random: Random): { pk: string; sk: string } {
  return { pk: random.pick(PARTITIONS), sk: random.pick(SORTS) };
}

export function item(random: Random): Attributes {
  const names = random.some(0, 6, () => random.pick(NAMES));
  const attributes = names.map((name) => [name, valueFor(random, name)]);
  return {
    ...key(random),
    ...(random.oneIn(2) ? { gsi1pk: random.pick(['g', 'h']) } : {}),
    ...(random.oneIn(2) ? { gsi1sk: random.pick(['1', '2', '10', 'é']) } : {}),
    ...Object.fromEntries(attributes),
  };
}

function guard(writer: Writer): object {
  const { random } = writer;
  if (random.oneIn(2)) return {};
  return {
    ConditionExpression: condition(writer),
    ...(random.oneIn(2) ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}),
  };
}

function returned(random: Random, choices: readonly string[]): object {
  return random.oneIn(2) ? { ReturnValues: random.pick(choices) } : {};
}

export function put(random: Random): Record<string, unknown> {
  const writer = createWriter(random);
  return { TableName: TABLE, Item: item(random), ...guard(writer), ...writer.parameters() };
}

export function remove(random: Random): Record<string, unknown> {
  const writer = createWriter(random);
  return { TableName: TABLE, Key: key(random), ...guard(writer), ...writer.parameters() };
}

export function updateOf(random: Random): Record<string, unknown> {
  const writer = createWriter(random);
  const expression = { UpdateExpression: update(writer), ...guard(writer) };
  return { TableName: TABLE, Key: key(random), ...expression, ...writer.parameters() };
}

function check(random: Random): Record<string, unknown> {
  const writer = createWriter(random);
  return {
    TableName: TABLE,
    Key: key(random),
    ConditionExpression: condition(writer),
    ...(random.oneIn(2) ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}),
    ...writer.parameters(),
  };
}

function get(random: Random, always = ''): Record<string, unknown> {
  const writer = createWriter(random);
  const projected = random.oneIn(3) ? { ProjectionExpression: always + projection(writer) } : {};
  return { TableName: TABLE, Key: key(random), ...projected, ...writer.parameters() };
}

export function query(random: Random): Record<string, unknown> {
  const writer = createWriter(random);
  const isIndex = random.oneIn(3);
  const [partition, sort] = isIndex ? ['gsi1pk', 'gsi1sk'] : ['pk', 'sk'];
  const ofPartition = `${writer.name(partition)} = ${writer.value(random.pick(isIndex ? ['g', 'h'] : PARTITIONS))}`;
  const range = random.oneIn(2) ? ` AND ${sortTest(writer, writer.name(sort))}` : '';
  return {
    TableName: TABLE,
    KeyConditionExpression: ofPartition + range,
    ...(isIndex ? { IndexName: 'gsi1' } : { ConsistentRead: random.oneIn(2) }),
    ...(random.oneIn(2) ? { ScanIndexForward: random.oneIn(2) } : {}),
    ...reading(writer),
    ...writer.parameters(),
  };
}

function sortTest(writer: Writer, name: string): string {
  const { random } = writer;
  const bound = (): string => writer.value(random.pick([...SORTS, '1', '2']));
  return random.pick([
    () => `${name} ${random.pick(['=', '<', '<=', '>', '>='])} ${bound()}`,
    () => `begins_with(${name}, ${writer.value(random.pick(['a', 'é', '1', '😀', 'aa']))})`,
    () =>
      `${name} BETWEEN ${writer.value('a')} AND ${writer.value(random.pick(['ab', 'b', '😀']))}`,
  ])();
}

function reading(writer: Writer): object {
  const { random } = writer;
  return {
    ...(random.oneIn(2) ? { Limit: 1 + random.below(5) } : {}),
    ...(random.oneIn(3) ? { FilterExpression: condition(writer) } : {}),
    ...random.pick<() => object>([
      () => ({}),
      () => ({}),
      () => ({ Select: 'COUNT' }),
      () => ({ ProjectionExpression: projection(writer) }),
    ])(),
  };
}

export function scan(random: Random): Record<string, unknown> {
  const writer = createWriter(random);
  const isIndex = random.oneIn(4);
  return {
    TableName: TABLE,
    ...(isIndex ? { IndexName: 'gsi1' } : {}),
    ...reading(writer),
    ...writer.parameters(),
  };
}

function batchGet(random: Random): Record<string, unknown> {
  const writer = createWriter(random);
  const projected = random.oneIn(3) ? { ProjectionExpression: projection(writer) } : {};
  const Keys = random.some(1, 6, () => key(random));
  return { RequestItems: { [TABLE]: { Keys, ...projected, ...writer.parameters() } } };
}

function batchWrite(random: Random): Record<string, unknown> {
  const requests = random.some(1, 5, () =>
    random.oneIn(3)
      ? { DeleteRequest: { Key: key(random) } }
      : { PutRequest: { Item: item(random) } },
  );
  return { RequestItems: { [TABLE]: requests } };
}

function transactWrite(random: Random): Record<string, unknown> {
  const TransactItems = random.some(1, 5, () =>
    random.pick<() => object>([
      () => ({ Put: put(random) }),
      () => ({ Put: put(random) }),
      () => ({ Update: updateOf(random) }),
      () => ({ Delete: remove(random) }),
      () => ({ ConditionCheck: check(random) }),
    ])(),
  );
  return { TransactItems };
}

function transactGet(random: Random): Record<string, unknown> {
  return {
    TransactItems: random.some(1, 4, () => ({ Get: get(random, random.oneIn(3) ? '' : 'sk, ') })),
  };
}

/** A random call; queries and scans are followed to their end by whoever runs them. */
export function request(random: Random): Request {
  return random.pick<() => Request>([
    ...repeat(5, () => ({
      operation: 'PutItem',
      input: { ...put(random), ...returned(random, ['NONE', 'ALL_OLD']) },
    })),
    ...repeat(6, () => ({
      operation: 'UpdateItem',
      input: {
        ...updateOf(random),
        ...returned(random, ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW']),
      },
    })),
    ...repeat(2, () => ({
      operation: 'DeleteItem',
      input: { ...remove(random), ...returned(random, ['NONE', 'ALL_OLD']) },
    })),
    ...repeat(2, () => ({ operation: 'GetItem', input: get(random) })),
    ...repeat(4, () => ({ operation: 'Query', input: query(random) })),
    ...repeat(1, () => ({ operation: 'Scan', input: scan(random) })),
    ...repeat(1, () => ({ operation: 'BatchGetItem', input: batchGet(random) })),
    ...repeat(2, () => ({ operation: 'BatchWriteItem', input: batchWrite(random) })),
    ...repeat(4, () => ({ operation: 'TransactWriteItems', input: transactWrite(random) })),
    ...repeat(1, () => ({ operation: 'TransactGetItems', input: transactGet(random) })),
  ])();
}

function repeat<Thing>(times: number, thing: Thing): Thing[] {
  return Array.from({ length: times }, () => thing);
}
