import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';

import { AwsError } from '#store/aws/call.ts';
import { variable } from '#store/aws/environment.ts';
import { callJson } from '#store/aws/json-call.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import type { Failure } from './question.ts';

/** How asking ended, for those who want the same a moment later. `answered`: look where it is kept. */
export type Ending = { readonly answered: true } | { readonly missing: true } | Failure;

/** Who asks an upstream for something. `theirs`: another process does at this moment. */
export type Turn =
  | { readonly kind: 'mine'; readonly end: End }
  | { readonly kind: 'theirs' }
  | { readonly kind: 'ended'; readonly ending: Ending; readonly end: End };

/** Tells others how it ended. */
type End = (ending: Ending) => Promise<void>;

interface TurnItem {
  /** Milliseconds: until when nobody else asks. */
  readonly until: number;
  readonly ending?: Ending;
}

/** Milliseconds after which another asks if the first never came back: a request lasts no longer. */
const LONGEST = 30_000;
/** Milliseconds between two looks at what another does. */
const PAUSE = 150;
/**
 * Milliseconds in which an upstream is not asked again: for what it has just given, since others looked before it
 * was there; for what it failed at, and for what it did not have.
 */
const GIVEN = 1000;
const REST = 10_000;
const MISSED = 60_000;

const { partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

/** Takes the turn to ask, unless another process has it or has just asked: one item in the table says so. */
export async function takeTurn(what: string, now: () => Date): Promise<Turn> {
  const at = now().getTime();
  const end: End = async (ending) => {
    await write(what, { until: now().getTime() + restOf(ending), ending });
  };
  if (!(await write(what, { until: at + LONGEST }, at))) {
    const item = await read(what);
    if (item && item.until > at) {
      return item.ending ? { kind: 'ended', ending: item.ending, end } : { kind: 'theirs' };
    }
    return takeTurn(what, now);
  }
  return { kind: 'mine', end };
}

/** Waits until another has asked, for so many milliseconds; undefined: it has not. */
export async function awaitTurn(
  what: string,
  patience: number,
  now: () => Date,
): Promise<Ending | undefined> {
  const until = now().getTime() + patience;
  while (now().getTime() < until) {
    await sleep(PAUSE);
    const item = await read(what);
    if (!item || item.ending || item.until <= now().getTime()) return item?.ending;
  }
  return undefined;
}

function restOf(ending: Ending): number {
  if ('answered' in ending) return GIVEN;
  return 'missing' in ending ? MISSED : REST;
}

const keyOf = (what: string) => ({ [partitionKey]: `asking#${what}`, [sortKey]: 'asking' });

/** Writes unless, where a time is given, somebody's turn lasts longer than until then. */
async function write(what: string, item: TurnItem, free?: number): Promise<boolean> {
  const Item = {
    ...keyOf(what),
    ...item,
    [ttlAttribute]: Math.ceil(item.until / 1000) + 60,
  };
  try {
    await callJson('dynamodb', 'PutItem', {
      TableName: variable('PANTRY_TABLE'),
      Item: marshall(Item, { removeUndefinedValues: true }),
      ...(free !== undefined && {
        ConditionExpression: 'attribute_not_exists(#key) OR #until <= :free',
        ExpressionAttributeNames: { '#key': partitionKey, '#until': 'until' },
        ExpressionAttributeValues: marshall({ ':free': free }),
      }),
    });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

async function read(what: string): Promise<TurnItem | undefined> {
  const answer = await callJson('dynamodb', 'GetItem', {
    TableName: variable('PANTRY_TABLE'),
    Key: marshall(keyOf(what)),
    ConsistentRead: true,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what DynamoDB answers
  const { Item } = answer as { readonly Item?: Parameters<typeof unmarshall>[0] };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  return Item && (unmarshall(Item) as TurnItem);
}
