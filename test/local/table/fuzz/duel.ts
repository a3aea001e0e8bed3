import type { Item } from '../../../../local/table/value/value.ts';
import { gapsMetBy } from './known-gaps.ts';
import { call, outcomeOf, sorted, type Outcome, type Sender } from './outcome.ts';
import type { Random } from './random.ts';
import { request, scan, TABLE, type Request } from './requests.ts';

/** Two tables that must answer alike. */
export interface Rivals {
  readonly engine: Sender;
  readonly emulator: Sender;
}

/** What one random call did: it was skipped for known gaps, or it was judged. */
export interface Bout {
  readonly request: Request;
  readonly gaps: readonly string[];
  /** The two outcomes, where they differ. */
  readonly difference?: { readonly engine: Outcome; readonly emulator: Outcome };
  /** Whether the engine answered rather than refused. */
  readonly isAnswered: boolean;
}

/** Makes one random call to both. */
export async function fight(rivals: Rivals, random: Random, serial: number): Promise<Bout> {
  const next = request(random);
  if (next.operation === 'Scan') return scanWhole(rivals, random);
  if (next.operation === 'Query') return followPages(rivals, next);
  const items = await itemsBefore(rivals.engine, next);
  const gaps = gapsMetBy(next, (key) => items.get(JSON.stringify(key)));
  if (gaps.length > 0) return { request: next, gaps, isAnswered: false };
  if (next.operation === 'TransactWriteItems' && random.oneIn(4)) {
    return repeatWithToken(rivals, next, `token-${serial}`);
  }
  return compare(rivals, next);
}

/** The items that an update or a transaction is about. */
async function itemsBefore(
  engine: Sender,
  { operation, input }: Request,
): Promise<ReadonlyMap<string, Item>> {
  const members =
    operation === 'TransactWriteItems'
      ? (input['TransactItems'] as Record<string, Record<string, unknown>>[]).flatMap(Object.values)
      : [input];
  const found = new Map<string, Item>();
  for (const { Key } of members as { Key?: unknown }[]) {
    if (Key === undefined) continue;
    const get = { operation: 'GetItem', input: { TableName: TABLE, Key } };
    const { Item } = (await call(engine, get)) as { Item?: Item };
    if (Item !== undefined) found.set(JSON.stringify(Key), Item);
  }
  return found;
}

async function compare({ engine, emulator }: Rivals, next: Request): Promise<Bout> {
  const outcomes = {
    engine: unordered(next, await outcomeOf(engine, next)),
    emulator: unordered(next, await outcomeOf(emulator, next)),
  };
  return verdict(next, outcomes);
}

function verdict(next: Request, outcomes: { engine: Outcome; emulator: Outcome }): Bout {
  const areAlike = JSON.stringify(outcomes.engine) === JSON.stringify(outcomes.emulator);
  return {
    request: next,
    gaps: [],
    isAnswered: 'answer' in outcomes.engine,
    ...(areAlike ? {} : { difference: outcomes }),
  };
}

/** A batch's items come in no particular order. */
function unordered({ operation }: Request, outcome: Outcome): Outcome {
  if (operation !== 'BatchGetItem' || !('answer' in outcome)) return outcome;
  const answer = outcome.answer as { Responses: Record<string, unknown[]> };
  return { answer: { ...answer, Responses: sorted(answer.Responses[TABLE] ?? []) } };
}

/** Follows a query page by page, each time from the place that the engine named. */
async function followPages(rivals: Rivals, first: Request): Promise<Bout> {
  let bout = await compare(rivals, first);
  let place = await placeAfter(rivals.engine, first);
  while (bout.difference === undefined && place !== undefined) {
    const next = { ...first, input: { ...first.input, ExclusiveStartKey: place } };
    bout = await compare(rivals, next);
    place = await placeAfter(rivals.engine, next);
  }
  return bout;
}

async function placeAfter(engine: Sender, next: Request): Promise<unknown> {
  const outcome = await call(engine, next).catch(() => ({}));
  return (outcome as { LastEvaluatedKey?: unknown }).LastEvaluatedKey;
}

/** Sends a transaction twice under one token, then another one under it: done once, and refused. */
async function repeatWithToken(rivals: Rivals, first: Request, token: string): Promise<Bout> {
  const tokened = { ...first, input: { ...first.input, ClientRequestToken: token } };
  const bout = await compare(rivals, tokened);
  if (bout.difference !== undefined || !bout.isAnswered) return bout;
  const again = await compare(rivals, tokened);
  if (again.difference !== undefined) return again;
  const items = [{ Delete: { TableName: TABLE, Key: { pk: 'none', sk: token } } }];
  const other = { ...tokened, input: { TransactItems: items, ClientRequestToken: token } };
  return compare(rivals, other);
}

/** Scans have an order of each side's own, so whole ones are compared, in pages and in segments. */
async function scanWhole(rivals: Rivals, random: Random): Promise<Bout> {
  const input = scan(random);
  const segments = random.oneIn(2) ? 1 : 2 + random.below(3);
  const next = { operation: 'Scan', input: { ...input, segments } };
  return verdict(next, {
    engine: await scanAll(rivals.engine, input, segments),
    emulator: await scanAll(rivals.emulator, input, segments),
  });
}

async function scanAll(
  sender: Sender,
  input: Record<string, unknown>,
  segments: number,
): Promise<Outcome> {
  const pages: { Items?: unknown[]; Count: number; ScannedCount: number }[] = [];
  for (let segment = 0; segment < segments; segment += 1) {
    const part = segments === 1 ? {} : { Segment: segment, TotalSegments: segments };
    let place: unknown;
    do {
      const page = { operation: 'Scan', input: { ...input, ...part, ExclusiveStartKey: place } };
      const outcome = await outcomeOf(sender, page);
      if ('error' in outcome) return outcome;
      pages.push(outcome.answer as (typeof pages)[number]);
      place = await placeAfter(sender, page);
    } while (place !== undefined);
  }
  return {
    answer: {
      Items: sorted(pages.flatMap((page) => page.Items ?? [])),
      Count: pages.reduce((sum, page) => sum + page.Count, 0),
      ScannedCount: pages.reduce((sum, page) => sum + page.ScannedCount, 0),
    },
  };
}

/** Everything there is, for a last look. */
export async function contents(sender: Sender): Promise<Outcome> {
  return scanAll(sender, { TableName: TABLE }, 1);
}
