import { TableError, transactionCanceled, type CancellationReason } from '../errors.ts';
import { checkTable, readFields } from './fields.ts';
import { GET_FIELDS, readWanted, toWanted, type GetAnswer, type Wanted } from './get-item.ts';
import type { OpenTable } from './table.ts';
import { orSchemaFault, readMembers, refuseRepeatedItems, toReason } from './transaction.ts';

const PARAMETERS = new Set(['TransactItems']);
const MEMBER = new Set(['Get']);
const GET = new Set(GET_FIELDS);

interface TransactGetAnswer {
  readonly Responses: readonly GetAnswer[];
}

/** Reads all items as of one moment. */
export function transactGet(given: unknown, table: OpenTable): TransactGetAnswer {
  const fields = readFields(given, 'TransactGetItems', PARAMETERS);
  const members = readMembers(fields['TransactItems']).map((member) => toMember(member, table));
  const reasons = members.map((member): CancellationReason =>
    member instanceof TableError ? toReason(member) : { Code: 'None' },
  );
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCanceled(reasons);
  refuseRepeatedItems(members);
  const { storage } = table;
  storage.begin('read');
  try {
    const Responses = members.flatMap((member) =>
      member instanceof TableError ? [] : [withoutEmpty(readWanted(storage, member))],
    );
    storage.commit();
    return { Responses };
  } finally {
    storage.rollback();
  }
}

/** Unlike GetItem, a transaction answers no item where the projection finds nothing in it. */
function withoutEmpty(answer: GetAnswer): GetAnswer {
  return Object.keys(answer.Item ?? {}).length === 0 ? {} : answer;
}

function toMember(given: unknown, { schema }: OpenTable): Wanted | TableError {
  const { Get } = readFields(given, 'TransactGetItem', MEMBER);
  const fields = readFields(Get, 'Get', GET);
  checkTable(fields, schema.name);
  return orSchemaFault(() => toWanted(fields, schema));
}
