import { invalid, TableError, transactionCanceled, type CancellationReason } from '../errors.ts';
import type { Decision } from '../storage/group-commit.ts';
import type { Change } from '../storage/storage.ts';
import { fingerprintOf, readToken, remembering, wasUsed } from './client-token.ts';
import { readFields, type Fields } from './fields.ts';
import { checkGuard, findItem, toChanges, type Intent } from './intent.ts';
import { KEY_FIELDS, toCheckIntent, toDeleteIntent } from './key-intents.ts';
import { PUT_FIELDS, toPutIntent } from './put-intent.ts';
import type { OpenTable } from './table.ts';
import { orSchemaFault, readMembers, refuseRepeatedItems, toReason } from './transaction.ts';
import { toUpdateIntent, UPDATE_FIELDS } from './update-intent.ts';

const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

const PARAMETERS = new Set(['TransactItems', 'ClientRequestToken']);

const MEMBERS = {
  Put: { known: new Set(PUT_FIELDS), toIntent: toPutIntent },
  Update: { known: new Set(UPDATE_FIELDS), toIntent: toUpdateIntent },
  Delete: { known: new Set(KEY_FIELDS), toIntent: toDeleteIntent },
  ConditionCheck: { known: new Set(KEY_FIELDS), toIntent: toCheckIntent },
} as const;
const KINDS = ['Put', 'Update', 'Delete', 'ConditionCheck'] as const;
const MEMBER_KINDS = new Set<string>(KINDS);

type Member = Intent | TableError;

/** Makes all writes or none. Every member's condition is judged by the table as it was before. */
export async function transactWrite(given: unknown, table: OpenTable): Promise<object> {
  const fields = readFields(given, 'TransactWriteItems', PARAMETERS);
  const items = readMembers(fields['TransactItems']);
  const token = readToken(fields);
  const members = items.map((item) => toMember(item, table));
  refuseRepeatedItems(members);
  const fingerprint = token === undefined ? '' : fingerprintOf(items);
  return table.commits.submit(() => {
    if (token === undefined) return decide(members, table);
    const now = table.now();
    if (wasUsed(token, fingerprint, table.storage, now)) return { changes: [], answer: {} };
    const { changes, answer } = decide(members, table);
    return { changes: [...changes, remembering(token, fingerprint, now)], answer };
  });
}

function toMember(given: unknown, { schema }: OpenTable): Member {
  const item = readFields(given, 'TransactWriteItem', MEMBER_KINDS);
  const [kind, other] = KINDS.filter((name) => item[name] !== undefined);
  if (kind === undefined || other !== undefined) {
    throw invalid(
      'TransactItems can only contain one of Check, Put, Update or Delete in each member',
    );
  }
  return orSchemaFault(() => {
    const fields: Fields = readFields(item[kind], kind, MEMBERS[kind].known);
    return MEMBERS[kind].toIntent(fields, schema);
  });
}

function decide(members: readonly Member[], table: OpenTable): Decision<object> {
  const results = members.map((member) => judge(member, table));
  const reasons = results.map((result) => ('Code' in result ? result : { Code: 'None' as const }));
  if (reasons.some((reason) => reason.Code !== 'None')) throw transactionCanceled(reasons);
  const changes = results.flatMap((result) => ('Code' in result ? [] : result.changes));
  const bytes = changes.reduce(
    (sum, change) => sum + (change.kind === 'save' ? change.size : 0),
    0,
  );
  if (bytes > MAX_TRANSACTION_BYTES) {
    throw invalid(
      'Collection size of items exceeded, which can also be caused by the aggregate size of the items in the transaction exceeding the 4MB limit',
    );
  }
  return { changes, answer: {} };
}

function judge(
  member: Member,
  { storage }: OpenTable,
): CancellationReason | { readonly changes: readonly Change[] } {
  try {
    if (member instanceof TableError) throw member;
    const { key, guard } = member;
    const needsItem = member.readsItem || guard.condition !== undefined;
    const current = needsItem ? findItem(storage, key) : undefined;
    checkGuard(guard, current);
    return { changes: toChanges(key, member.outcome(current)) };
  } catch (error) {
    if (error instanceof TableError) return toReason(error);
    throw error;
  }
}
