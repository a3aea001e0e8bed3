import { invalid, isSchemaFault, TableError, type CancellationReason } from '../errors.ts';
import type { Key } from '../value/key.ts';
import { readList } from './fields.ts';

const MAX_MEMBERS = 100;

/** The list of a transaction's members, of which there are 1 to 100. */
export function readMembers(given: unknown): readonly unknown[] {
  const items = readList(given, 'TransactItems');
  if (items.length === 0 || items.length > MAX_MEMBERS) {
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length between 1 and ${MAX_MEMBERS}`,
    );
  }
  return items;
}

/** The member, or why its key does not fit the table: a reason to cancel, like a condition that does not hold. */
export function orSchemaFault<Member>(make: () => Member): Member | TableError {
  try {
    return make();
  } catch (error) {
    if (isSchemaFault(error)) return error;
    throw error;
  }
}

export function refuseRepeatedItems(
  members: readonly (TableError | { readonly key: Key })[],
): void {
  const keys = members.flatMap((member) =>
    member instanceof TableError ? [] : [JSON.stringify([member.key.partition, member.key.sort])],
  );
  if (new Set(keys).size < keys.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
}

/** What cancels a transaction because of one member. */
export function toReason(error: TableError): CancellationReason {
  const failed = error.name === 'ConditionalCheckFailedException';
  return {
    Code: failed ? 'ConditionalCheckFailed' : 'ValidationError',
    Message: error.message,
    ...(error.Item === undefined ? {} : { Item: error.Item }),
  };
}
