import { project } from '../expression/projection.ts';
import type { Decision } from '../storage/group-commit.ts';
import type { Item } from '../value/value.ts';
import { readChoice, readFields } from './fields.ts';
import { checkGuard, findItem, toChanges, type Intent, type Outcome } from './intent.ts';
import { KEY_FIELDS, toDeleteIntent } from './key-intents.ts';
import { PUT_FIELDS, toPutIntent } from './put-intent.ts';
import type { OpenTable } from './table.ts';
import { toUpdateIntent, UPDATE_FIELDS, type UpdateIntent } from './update-intent.ts';

interface WriteAnswer {
  readonly Attributes?: Item;
}

/** Gives the `Attributes` to answer with, if any. */
type Report = (before: Item | undefined, outcome: Outcome) => Item | undefined;

const PUT_PARAMETERS = new Set([...PUT_FIELDS, 'ReturnValues']);
const DELETE_PARAMETERS = new Set([...KEY_FIELDS, 'ReturnValues']);
const UPDATE_PARAMETERS = new Set([...UPDATE_FIELDS, 'ReturnValues']);

export async function putItem(given: unknown, table: OpenTable): Promise<WriteAnswer> {
  const fields = readFields(given, 'PutItem', PUT_PARAMETERS);
  const returned = readChoice(fields, 'ReturnValues', ['NONE', 'ALL_OLD']);
  return write(table, toPutIntent(fields, table.schema), oldItem(returned));
}

export async function deleteItem(given: unknown, table: OpenTable): Promise<WriteAnswer> {
  const fields = readFields(given, 'DeleteItem', DELETE_PARAMETERS);
  const returned = readChoice(fields, 'ReturnValues', ['NONE', 'ALL_OLD']);
  return write(table, toDeleteIntent(fields, table.schema), oldItem(returned));
}

export async function updateItem(given: unknown, table: OpenTable): Promise<WriteAnswer> {
  const fields = readFields(given, 'UpdateItem', UPDATE_PARAMETERS);
  const returned = readChoice(fields, 'ReturnValues', [
    'NONE',
    'ALL_OLD',
    'ALL_NEW',
    'UPDATED_OLD',
    'UPDATED_NEW',
  ]);
  const intent = toUpdateIntent(fields, table.schema);
  return write(table, intent, reportUpdate(returned, intent));
}

function oldItem(returned: 'NONE' | 'ALL_OLD'): Report | undefined {
  return returned === 'NONE' ? undefined : (before) => before;
}

function reportUpdate(
  returned: 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW',
  { paths }: UpdateIntent,
): Report | undefined {
  if (returned === 'NONE' || returned === 'ALL_OLD') return oldItem(returned);
  if (returned === 'ALL_NEW') return after;
  if (returned === 'UPDATED_OLD') return (before) => touched(before, paths);
  return (before, outcome) => touched(after(before, outcome), paths);
}

function after(before: Item | undefined, outcome: Outcome): Item | undefined {
  return outcome.kind === 'save' ? outcome.item : before;
}

/** The touched parts that are there; none at all are left out of the answer. */
function touched(item: Item | undefined, paths: UpdateIntent['paths']): Item | undefined {
  const parts = item === undefined ? {} : project(item, paths);
  return Object.keys(parts).length === 0 ? undefined : parts;
}

async function write(
  table: OpenTable,
  intent: Intent,
  report: Report | undefined,
): Promise<WriteAnswer> {
  return table.commits.submit(() => decide(table, intent, report));
}

function decide(
  { storage }: OpenTable,
  intent: Intent,
  report: Report | undefined,
): Decision<WriteAnswer> {
  const { key, guard } = intent;
  const needsItem = intent.readsItem || report !== undefined || guard.condition !== undefined;
  const before = needsItem ? findItem(storage, key) : undefined;
  checkGuard(guard, before);
  const outcome = intent.outcome(before);
  const attributes = report?.(before, outcome);
  return {
    changes: toChanges(key, outcome),
    answer: attributes === undefined ? {} : { Attributes: attributes },
  };
}
