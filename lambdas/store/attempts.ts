import { randomUUID } from 'node:crypto';

import { clientNetwork } from '#domain/client-network.ts';
import { unavailable } from '#domain/errors.ts';
import { sha256 } from '#domain/integrity.ts';
import {
  type AllTries,
  type AttemptKind,
  COUNTED,
  type Counted,
  currentTries,
  failed,
  isWorthNoting,
  lockedUntil,
  lockoutsBegun,
  NO_TRIES,
  succeeded,
  tooManyAttempts,
  type Tries,
} from '#domain/lockout.ts';
import { asUserName } from '#domain/user.ts';
import { auditPut } from '#store/audit-put.ts';
import { type AuditEvent, ITSELF } from '#store/audit.ts';
import type { Policy, Services } from '#store/services.ts';
import type { Item } from '#store/table.ts';
import { findUser } from '#store/users.ts';

import { revPut } from './rev-put.ts';
import { TABLE_SCHEMA } from './table-schema.ts';

/** Somebody enters a secret. */
export interface Attempt {
  readonly kind: AttemptKind;
  readonly address: string;
  /** Whose it would be; undefined: a code that is nobody's yet. */
  readonly account?: string;
  /** Key of the account's token that the request came with: then it is no stranger, wherever it comes from. */
  readonly token?: string;
}

/** What counting attempts takes. */
export type AttemptStores = Pick<Services, 'table' | 'now'> & {
  readonly policy: Pick<Policy, 'auditRetention'>;
};

/** Wrong attempts as they were read, and what their items must still be when they are written. */
interface Read {
  readonly tries: AllTries;
  readonly revs: Readonly<Record<Counted, number>>;
}

const { partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;
const SORT = 'attempts';
const ROUNDS = 6;

/** Refuses to look at a secret where too many were wrong lately. */
export async function checkAttempts(stores: AttemptStores, attempt: Attempt): Promise<void> {
  refuseLocked(attempt, await read(stores, attempt), stores);
}

/**
 * Counts a wrong attempt, for all processes. Of many at the same time some may only now find out that they
 * were too many: they are refused too, so that nobody learns more by asking all at once.
 */
export async function noteFailure(stores: AttemptStores, attempt: Attempt): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await read(stores, attempt);
    refuseLocked(attempt, before, stores);
    const after = failed(before.tries, stores.now().getTime());
    const events = await lockouts(stores, attempt, before.tries, after);
    if (await save(stores, attempt, { before, after, events })) return;
  }
  throw unavailable('this is tried by many at once: wait a moment, then repeat the command');
}

/** Takes back what the same address had got wrong. Refuses like a wrong attempt where it came too late. */
export async function noteSuccess(stores: AttemptStores, attempt: Attempt): Promise<void> {
  refuseLocked(attempt, await takeBack(stores, attempt), stores);
}

/** Whoever made an account is no stranger where they made it, whatever others tried there. */
export async function noteFamiliar(stores: AttemptStores, attempt: Attempt): Promise<void> {
  await takeBack(stores, attempt, 'also where it is locked');
}

/** What it was before. Whoever has the right secret is let in, also where that can't be noted for others. */
async function takeBack(
  stores: AttemptStores,
  attempt: Attempt,
  anyway?: 'also where it is locked',
): Promise<Read> {
  let before = await read(stores, attempt);
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = stores.now().getTime();
    const locked = lockedUntil(before.tries, now) > now && anyway === undefined;
    const known = attempt.account === undefined || !isWorthNoting(before.tries, now);
    if (locked || known) return before;
    const after = succeeded(before.tries, now);
    if (await save(stores, attempt, { before, after, events: [] })) return before;
    before = await read(stores, attempt);
  }
  return before;
}

function refuseLocked(
  { kind }: Attempt,
  { tries }: Read,
  { now }: Pick<AttemptStores, 'now'>,
): void {
  const time = now().getTime();
  if (lockedUntil(tries, time) > time) throw tooManyAttempts(kind, tries, time);
}

/** Names are hashed: who mistypes may have typed a password. */
function keysOf({ kind, address, account, token }: Attempt): Readonly<Record<Counted, string>> {
  const network = clientNetwork(address);
  const from = token === undefined ? `address ${network}` : `token ${token}`;
  const key = (what: string): string => `attempts#${sha256(`${kind} ${what}`)}`;
  return {
    address: key(`address ${network}`),
    account: key(`account ${account}`),
    pair: key(`account ${account} ${from}`),
  };
}

/** A code that is nobody's is counted by address alone. */
const countedOf = ({ account }: Attempt): readonly Counted[] =>
  account === undefined ? ['address'] : COUNTED;

async function read({ table, now }: AttemptStores, attempt: Attempt): Promise<Read> {
  const keys = keysOf(attempt);
  const counted = countedOf(attempt);
  const items = await table.find(counted.map((each) => ({ partition: keys[each], sort: SORT })));
  const found = new Map(counted.map((each, index) => [each, items[index]]));
  const of = (each: Counted): Tries => currentTries(toTries(found.get(each)), now().getTime());
  const pair = of('pair');
  const rev = (each: Counted): number => Number(found.get(each)?.['rev'] ?? 0);
  return {
    tries: {
      address: of('address'),
      account: of('account'),
      pair: attempt.token === undefined ? pair : { ...pair, familiarUntil: ALWAYS },
    },
    revs: { address: rev('address'), account: rev('account'), pair: rev('pair') },
  };
}

const ALWAYS = Number.MAX_SAFE_INTEGER;

function toTries(item: Item | undefined): Tries {
  if (!item) return NO_TRIES;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below
  const { failures, until, forgottenAt, familiarUntil } = item as unknown as Tries;
  return { failures, until, forgottenAt, familiarUntil };
}

interface Change {
  readonly before: Read;
  readonly after: AllTries;
  readonly events: readonly AuditEvent[];
}

/** False where another process was quicker. */
async function save(
  { table }: AttemptStores,
  attempt: Attempt,
  { before, after, events }: Change,
): Promise<boolean> {
  const keys = keysOf(attempt);
  const changed = countedOf(attempt).filter((each) => after[each] !== before.tries[each]);
  const items = changed.map((each) => put(keys[each], after[each], before.revs[each]));
  try {
    const TransactItems = [...items, ...events.map(auditPut)];
    await table.write('TransactWriteItems', { TransactItems });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
    throw error;
  }
}

function put(key: string, tries: Tries, rev: number): object {
  const familiarUntil = tries.familiarUntil === ALWAYS ? 0 : tries.familiarUntil;
  return revPut(
    {
      [partitionKey]: key,
      [sortKey]: SORT,
      ...tries,
      familiarUntil,
      [ttlAttribute]: Math.ceil(Math.max(tries.forgottenAt, familiarUntil) / 1000),
    },
    rev,
  );
}

/** A lockout is noted when it begins, and not for every attempt that follows. */
async function lockouts(
  { table, now, policy }: AttemptStores,
  { kind, address, account }: Attempt,
  before: AllTries,
  after: AllTries,
): Promise<readonly AuditEvent[]> {
  const begun = lockoutsBegun(before, after);
  if (begun.length === 0) return [];
  const name = account === undefined ? undefined : asUserName(account);
  const user = name && (await findUser(table, name));
  const network = `address:${clientNetwork(address)}`;
  return begun
    .filter((each) => each === 'address' || user)
    .map((of) => ({
      id: randomUUID(),
      at: now().toISOString(),
      action: 'lockout',
      subject: of === 'address' || !user ? network : `user:${user.name}`,
      actor: ITSELF,
      address,
      detail: {
        kind,
        of,
        failures: after[of].failures,
        until: new Date(after[of].until).toISOString(),
      },
      days: policy.auditRetention,
    }));
}
