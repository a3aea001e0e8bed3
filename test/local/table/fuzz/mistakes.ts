import { TABLE, type Request } from './requests.ts';

/** A request that DynamoDB refuses, whatever the table holds. */
interface Mistake {
  readonly why: string;
  readonly request: Request;
}

const Key = { pk: 'p', sk: 's' };

function get(why: string, input: object): Mistake {
  return { why, request: { operation: 'GetItem', input: { TableName: TABLE, Key, ...input } } };
}

function put(why: string, item: object, input: object = {}): Mistake {
  const Item = { ...Key, ...item };
  return { why, request: { operation: 'PutItem', input: { TableName: TABLE, Item, ...input } } };
}

function update(
  why: string,
  UpdateExpression: string,
  values?: object,
  input: object = {},
): Mistake {
  const ExpressionAttributeValues =
    values === undefined ? {} : { ExpressionAttributeValues: values };
  return {
    why,
    request: {
      operation: 'UpdateItem',
      input: { TableName: TABLE, Key, UpdateExpression, ...ExpressionAttributeValues, ...input },
    },
  };
}

function condition(why: string, ConditionExpression: string, values?: object): Mistake {
  const given = values === undefined ? {} : { ExpressionAttributeValues: values };
  return put(why, {}, { ConditionExpression, ...given });
}

function query(
  why: string,
  KeyConditionExpression: string,
  values: object,
  input: object = {},
): Mistake {
  return {
    why,
    request: {
      operation: 'Query',
      input: {
        TableName: TABLE,
        KeyConditionExpression,
        ExpressionAttributeValues: values,
        ...input,
      },
    },
  };
}

function call(why: string, operation: string, input: Record<string, unknown>): Mistake {
  return { why, request: { operation, input } };
}

function nested(levels: number): unknown {
  return levels === 0 ? 'x' : [nested(levels - 1)];
}

const long = 'x'.repeat(410 * 1024);
const tooMany = Array.from({ length: 101 }, (_none, at) => ({ pk: 'p', sk: String(at) }));
const both = { ':p': 'p', ':s': 's' };

export const MISTAKES: readonly Mistake[] = [
  call('another table', 'GetItem', { TableName: 'another', Key }),
  get('an attribute beside the key', { Key: { ...Key, more: 'x' } }),
  get('no sort key', { Key: { pk: 'p' } }),
  get('a sort key that is a number', { Key: { pk: 'p', sk: 1 } }),
  get('an empty sort key', { Key: { pk: 'p', sk: '' } }),
  get('a partition key of more than 2048 bytes', { Key: { pk: 'é'.repeat(1025), sk: 's' } }),
  get('a sort key of more than 1024 bytes', { Key: { pk: 'p', sk: 'é'.repeat(513) } }),
  get('a projection of a reserved word', { ProjectionExpression: 'name' }),
  get('overlapping projections', { ProjectionExpression: 'a, a.b' }),
  get('an unused name', { ProjectionExpression: 'a', ExpressionAttributeNames: { '#b': 'b' } }),
  get('names without an expression', { ExpressionAttributeNames: { '#b': 'b' } }),
  get('an undefined name', { ProjectionExpression: '#a' }),
  get('an empty projection', { ProjectionExpression: '' }),
  put('an item without its sort key', { sk: undefined }),
  put('an item with a key of another type', { sk: 5 }),
  put('an item with an empty key', { pk: '' }),
  put('an item of more than 400 KB', { long }),
  put('an index key that is a number', { gsi1pk: 1 }),
  put('an empty index key', { gsi1pk: '' }),
  put('33 levels of nesting', { deep: nested(32) }),
  put('a ReturnValues that a put has not', {}, { ReturnValues: 'ALL_NEW' }),
  put('values without an expression', {}, { ExpressionAttributeValues: { ':a': 1 } }),
  condition('an empty condition', ''),
  condition('an unknown function', 'exists(pk)'),
  condition('a function with too many operands', 'attribute_exists(a, b)'),
  condition('a function that needs a path', 'attribute_exists(:a)', { ':a': 1 }),
  condition('redundant parentheses', '((a = :a))', { ':a': 1 }),
  condition('redundant parentheses around two conditions', '((a = :a AND b = :a))', { ':a': 1 }),
  condition('a missing parenthesis', '(a = :a', { ':a': 1 }),
  condition('a lone operand', 'a'),
  condition('size alone', 'size(a)'),
  condition('an undefined value', 'a = :b', { ':a': 1 }),
  condition('an unused value', 'a <> :a', { ':a': 1, ':b': 2 }),
  condition('an unknown character', 'a = $b'),
  condition('a BETWEEN with its bounds reversed', 'a BETWEEN :b AND :a', { ':a': 1, ':b': 2 }),
  condition('a BETWEEN of two types', 'a BETWEEN :a AND :b', { ':a': 1, ':b': 'x' }),
  condition('begins_with a number', 'begins_with(a, :a)', { ':a': 1 }),
  condition('contains itself', 'contains(a, a)'),
  condition('an IN without candidates', 'a IN ()'),
  condition('an expression of more than 4 KB', `a = :a${' OR a = :a'.repeat(500)}`, { ':a': 1 }),
  condition('a placeholder that is none', 'a = :a', { a: 1 }),
  update('an empty update', ''),
  update('a clause that is none', 'PUT a = :a', { ':a': 1 }),
  update('a clause twice', 'SET a = :a SET b = :a', { ':a': 1 }),
  update('a path twice', 'SET a = :a REMOVE a', { ':a': 1 }),
  update('a path inside another', 'SET a.b = :a, a = :a', { ':a': 1 }),
  update('a key attribute set', 'SET sk = :a', { ':a': 'x' }),
  update('a key attribute removed', 'REMOVE pk'),
  update('a string added', 'ADD a :a', { ':a': 'x' }),
  update('a number deleted', 'DELETE a :a', { ':a': 1 }),
  update('a string in a sum', 'SET a = :a + :a', { ':a': 'x' }),
  update('a string appended', 'SET a = list_append(:a, :a)', { ':a': 'x' }),
  update('a list_append of one', 'SET a = list_append(:a)', { ':a': [] }),
  update('an if_not_exists of a value', 'SET a = if_not_exists(:a, :a)', { ':a': 1 }),
  update('an unknown function', 'SET a = plus(:a, :a)', { ':a': 1 }),
  update('a copy of what is not there', 'SET a = nowhere'),
  update('a sum with what is not there', 'SET a = nowhere + :a', { ':a': 1 }),
  update('something set inside what is not there', 'SET nowhere.b = :a', { ':a': 1 }),
  update('an index key of another type', 'SET gsi1pk = :a', { ':a': 1 }),
  update('an empty index key', 'SET gsi1pk = :a', { ':a': '' }),
  update('a reserved word', 'SET name = :a', { ':a': 1 }),
  update('an item of more than 400 KB', 'SET a = :a', { ':a': long }),
  query('no partition key', 'sk = :s', { ':s': 's' }),
  query('a range of partition keys', 'pk > :p', { ':p': 'p' }),
  query('an attribute that is no key', 'pk = :p AND a = :s', both),
  query('three conditions', 'pk = :p AND sk > :s AND sk < :s', both),
  query('an OR', 'pk = :p OR sk = :s', both),
  query('an unknown index', 'pk = :p', { ':p': 'p' }, { IndexName: 'none' }),
  query(
    'a consistent read of an index',
    'gsi1pk = :p',
    { ':p': 'p' },
    { IndexName: 'gsi1', ConsistentRead: true },
  ),
  query('a filter on the key', 'pk = :p', both, { FilterExpression: 'sk = :s' }),
  query(
    'a start key of the wrong form',
    'pk = :p',
    { ':p': 'p' },
    { ExclusiveStartKey: { pk: 'p' } },
  ),
  query('a limit of 0', 'pk = :p', { ':p': 'p' }, { Limit: 0 }),
  query(
    'a count of projected attributes',
    'pk = :p',
    { ':p': 'p' },
    { Select: 'COUNT', ProjectionExpression: 'a' },
  ),
  call('no key condition', 'Query', { TableName: TABLE }),
  call('a segment without their number', 'Scan', { TableName: TABLE, Segment: 0 }),
  call('a segment beyond their number', 'Scan', { TableName: TABLE, Segment: 2, TotalSegments: 2 }),
  call('no keys', 'BatchGetItem', { RequestItems: { [TABLE]: { Keys: [] } } }),
  call('a key twice in a read', 'BatchGetItem', {
    RequestItems: { [TABLE]: { Keys: [Key, Key] } },
  }),
  call('101 keys', 'BatchGetItem', { RequestItems: { [TABLE]: { Keys: tooMany } } }),
  call('a key twice in a write', 'BatchWriteItem', {
    RequestItems: { [TABLE]: [{ PutRequest: { Item: Key } }, { DeleteRequest: { Key } }] },
  }),
  call('26 writes', 'BatchWriteItem', {
    RequestItems: {
      [TABLE]: tooMany.slice(0, 26).map((Item) => ({ PutRequest: { Item } })),
    },
  }),
  call('an empty transaction', 'TransactWriteItems', { TransactItems: [] }),
  call('101 members', 'TransactWriteItems', {
    TransactItems: tooMany.map((Item) => ({ Put: { TableName: TABLE, Item } })),
  }),
  call('an item twice in a transaction', 'TransactWriteItems', {
    TransactItems: [
      { Put: { TableName: TABLE, Item: Key } },
      { Delete: { TableName: TABLE, Key } },
    ],
  }),
  call('a transaction of more than 4 MB', 'TransactWriteItems', {
    TransactItems: tooMany.slice(0, 11).map((key) => ({
      Put: { TableName: TABLE, Item: { ...key, long: long.slice(0, 400_000) } },
    })),
  }),
  call('a member whose key does not fit', 'TransactWriteItems', {
    TransactItems: [
      { Put: { TableName: TABLE, Item: { pk: 'p', sk: 'other' } } },
      { Delete: { TableName: TABLE, Key: { pk: 'p' } } },
    ],
  }),
  call('a member with an empty key', 'TransactWriteItems', {
    TransactItems: [{ Put: { TableName: TABLE, Item: { pk: 'p', sk: '' } } }],
  }),
  call('an item twice in a transacted read', 'TransactGetItems', {
    TransactItems: [{ Get: { TableName: TABLE, Key } }, { Get: { TableName: TABLE, Key } }],
  }),
  call('a transacted read of a key that does not fit', 'TransactGetItems', {
    TransactItems: [{ Get: { TableName: TABLE, Key: { pk: 'p' } } }],
  }),
];
