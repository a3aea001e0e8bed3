import { onlyRemoves } from '../../../../local/table/expression/apply-update.ts';
import {
  hasParent,
  inUpdate,
  isInsideList,
  isProjectedWithoutKey,
  leadsBeyondEnd,
  leadsThroughNull,
  membersOf,
  type FindItem,
} from './gap-signs.ts';
import { TABLE, type Request } from './requests.ts';

/** A way in which the emulator (dynoxide 1.2.1) is not DynamoDB. */
interface Gap {
  readonly name: string;
  /** What DynamoDB does, and how that is known. */
  readonly reason: string;
  /** A request that shows it, and the attributes of the item it is about, if there is one. */
  readonly example: { readonly item?: object; readonly request: Request };
  /** Whether a random request would show it; it is then sent to neither side. Absent where none is ever made. */
  readonly shows?: (request: Request, find: FindItem) => boolean;
}

/** The item of the examples. */
export const EXAMPLE_KEY = { pk: 'gap', sk: 'gap' };

const Key = EXAMPLE_KEY;

function update(UpdateExpression: string, values?: object, more: object = {}): Request {
  const given = values === undefined ? {} : { ExpressionAttributeValues: values };
  return {
    operation: 'UpdateItem',
    input: { TableName: TABLE, Key, UpdateExpression, ...given, ...more },
  };
}

function put(ConditionExpression: string, values?: object): Request {
  const given = values === undefined ? {} : { ExpressionAttributeValues: values };
  return {
    operation: 'PutItem',
    input: { TableName: TABLE, Item: Key, ConditionExpression, ...given },
  };
}

function transact(...TransactItems: object[]): Request {
  return { operation: 'TransactWriteItems', input: { TransactItems } };
}

export const KNOWN_GAPS: readonly Gap[] = [
  {
    name: 'a removal alone creates an item',
    reason: 'DynamoDB creates nothing for it (measured by ScyllaDB, issue 5862)',
    example: { request: update('REMOVE a', undefined, { ReturnValues: 'ALL_NEW' }) },
    shows: inUpdate(({ actions, item }) => item === undefined && onlyRemoves(actions)),
  },
  {
    name: 'ALL_OLD shows the key of an item that was not there',
    reason: 'there was no old item, so DynamoDB answers no Attributes',
    example: { request: update('SET a = :v', { ':v': 1 }, { ReturnValues: 'ALL_OLD' }) },
    shows: inUpdate(({ item, returned }) => item === undefined && returned === 'ALL_OLD'),
  },
  {
    name: 'a removal inside something that is missing or no container passes',
    reason: 'DynamoDB says that the document path is invalid for update (measured by ScyllaDB)',
    example: { item: { a: 'x' }, request: update('REMOVE a.b') },
    shows: inUpdate(({ actions, item = {} }) =>
      actions.some(
        ({ kind, path }) => (kind === 'REMOVE' || kind === 'DELETE') && !hasParent(item, path),
      ),
    ),
  },
  {
    name: 'NULL becomes a map or list when something is set inside it',
    reason: 'DynamoDB says that the document path is invalid for update: NULL is no container',
    example: { item: { a: null }, request: update('SET a.b = :v', { ':v': 1 }) },
    shows: inUpdate(({ actions, item = {} }) =>
      actions.some(({ path }) => leadsThroughNull(item, path)),
    ),
  },
  {
    name: 'an index beyond the end of a list pads it with NULL',
    reason: 'DynamoDB appends at the end (its developer guide, "SET")',
    example: {
      item: { a: [1] },
      request: update('SET a[3] = :v', { ':v': 2 }, { ReturnValues: 'ALL_NEW' }),
    },
    shows: inUpdate(({ actions, item = {} }) =>
      actions.some(({ path }) => leadsBeyondEnd(item, path)),
    ),
  },
  {
    name: 'list elements are removed one after the other',
    reason: 'in DynamoDB all indexes count in the list as it was (measured by ScyllaDB)',
    example: {
      item: { a: [0, 1, 2, 3] },
      request: update('REMOVE a[0], a[1]', undefined, { ReturnValues: 'ALL_NEW' }),
    },
    shows: inUpdate(({ actions }) => actions.filter(isInsideList).length > 1),
  },
  {
    name: 'UPDATED_OLD and UPDATED_NEW show whole lists where an element was updated',
    reason: 'DynamoDB shows the updated elements only (measured by dynalite)',
    example: {
      item: { a: [0, 1] },
      request: update('SET a[1] = :v', { ':v': 2 }, { ReturnValues: 'UPDATED_NEW' }),
    },
    shows: inUpdate(
      ({ actions, returned }) =>
        typeof returned === 'string' &&
        returned.startsWith('UPDATED_') &&
        actions.some(isInsideList),
    ),
  },
  {
    name: 'a transacted read adds the key to what was asked for',
    reason: 'a ProjectionExpression names all that DynamoDB answers (its API reference)',
    example: {
      item: { a: 1 },
      request: {
        operation: 'TransactGetItems',
        input: { TransactItems: [{ Get: { TableName: TABLE, Key, ProjectionExpression: 'a' } }] },
      },
    },
    shows: ({ operation, input }) =>
      operation === 'TransactGetItems' && membersOf(input).some(isProjectedWithoutKey),
  },
  {
    name: 'an order comparison with a given value that has no order is false',
    reason: 'DynamoDB refuses the operand type (measured by ScyllaDB)',
    example: { request: put('a < :v', { ':v': [1] }) },
  },
  {
    name: 'a comparison of a path with itself passes',
    reason: 'DynamoDB says that the first operand must be distinct (measured by dynalite)',
    example: { item: { a: 1 }, request: put('a = a') },
  },
  {
    name: 'a mistake in an expression of a transaction member cancels the transaction',
    reason: 'DynamoDB refuses the request (measured by ExtendDB, pull request 169)',
    example: {
      request: transact({ Put: { TableName: TABLE, Item: Key, ConditionExpression: 'a =' } }),
    },
  },
  {
    name: 'an update in a transaction may change a key attribute',
    reason: 'no update changes a key in DynamoDB (its API reference)',
    example: {
      request: transact({
        Update: {
          TableName: TABLE,
          Key,
          UpdateExpression: 'SET sk = :v',
          ExpressionAttributeValues: { ':v': 'other' },
        },
      }),
    },
  },
  {
    name: 'a query for a key of another type finds nothing',
    reason: 'DynamoDB refuses it (measured by dynalite)',
    example: {
      request: {
        operation: 'Query',
        input: {
          TableName: TABLE,
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': 1 },
        },
      },
    },
  },
  {
    name: 'function names may be in capitals',
    reason: 'they are case-sensitive in DynamoDB (measured by ScyllaDB)',
    example: { request: put('ATTRIBUTE_NOT_EXISTS(a)') },
  },
];

/** The names of the gaps that a request would meet; `find` gives the items as they are before it. */
export function gapsMetBy(request: Request, find: FindItem): readonly string[] {
  return KNOWN_GAPS.filter((gap) => gap.shows?.(request, find)).map((gap) => gap.name);
}
