import { atOnce } from './at-once.ts';
import { type BlobCrew, type BlobOutcome, type BlobShelf, shardOf } from './blob-shelf.ts';
import { checkBlob, copyBlob } from './one-blob.ts';

/** Blobs that are on their way at a time: small ones are held in memory. */
const AT_ONCE = 16;
/** Keys that a crew has before it: so many that it is never without while this thread is busy. */
const BEFORE_A_CREW = 1024;
/** Blobs that a crew is called for: its threads take as long to start as to copy so many. */
const WORTH_A_CREW = 64;

/** Copies blobs that are not there yet, each checked on its way, and tells of each. */
export async function copyBlobs(
  from: BlobShelf,
  to: BlobShelf,
  keys: readonly string[],
  tell: (outcome: BlobOutcome) => void,
): Promise<void> {
  const alone = async (key: string): Promise<BlobOutcome> => copyBlob(from, to, key);
  await byCrew(
    keys.length,
    () => crewBetween(from, to),
    async (crew) => {
      const copy = crew ? withCrew(crew, alone) : alone;
      await atOnce(missing(to, keys, tell), limitOf(crew), async (key) => tell(await copy(key)));
    },
  );
  await to.settle();
}

/**
 * The same, but what is there is read as well, and copied anew where it is damaged. What can't be mended is told of as
 * what the other shelf has not, and stays.
 */
export async function mendBlobs(
  from: BlobShelf,
  to: BlobShelf,
  keys: readonly string[],
  tell: (outcome: BlobOutcome) => void,
): Promise<void> {
  const there: string[] = [];
  await copyBlobs(from, to, keys, (outcome) => {
    if (outcome.kind === 'there') there.push(outcome.key);
    else tell(outcome);
  });
  const damaged: string[] = [];
  await checkBlobs(to, there, (outcome) => {
    if ('size' in outcome) tell(outcome);
    else damaged.push(outcome.key);
  });
  await atOnce(damaged, AT_ONCE, async (key) => {
    const outcome = await copyBlob(from, to, key);
    tell('size' in outcome ? { ...outcome, kind: 'mended' } : outcome);
  });
  await to.settle();
}

/** Reads blobs and checks them. */
export async function checkBlobs(
  shelf: BlobShelf,
  keys: readonly string[],
  tell: (outcome: BlobOutcome) => void,
): Promise<void> {
  const alone = async (key: string): Promise<BlobOutcome> => checkBlob(shelf, key);
  await byCrew(
    keys.length,
    () => shelf.checkers?.(),
    async (crew) => {
      const check = crew ? withCrew(crew, alone) : alone;
      await atOnce(keys, limitOf(crew), async (key) => tell(await check(key)));
    },
  );
}

const crewBetween = ({ folder }: BlobShelf, to: BlobShelf): BlobCrew | undefined =>
  folder === undefined ? undefined : to.copiers?.(folder);

const limitOf = (crew: BlobCrew | undefined): number => (crew ? BEFORE_A_CREW : AT_ONCE);

/** A shelf may have what its crew does not find: a small blob that has no file yet. */
const withCrew =
  (crew: BlobCrew, alone: (key: string) => Promise<BlobOutcome>) =>
  async (key: string): Promise<BlobOutcome> => {
    const outcome = await crew.work(key);
    return outcome.kind === 'missing' ? alone(key) : outcome;
  };

async function byCrew(
  count: number,
  call: () => BlobCrew | undefined,
  work: (crew: BlobCrew | undefined) => Promise<void>,
): Promise<void> {
  const crew = count >= WORTH_A_CREW ? call() : undefined;
  try {
    await work(crew);
  } finally {
    await crew?.end();
  }
}

/** Keys of those that are not there; tells of the others. */
async function* missing(
  to: BlobShelf,
  keys: readonly string[],
  tell: (outcome: BlobOutcome) => void,
): AsyncGenerator<string> {
  for (const [shard, some] of byShard(keys)) {
    const there = await to.sizes(shard);
    for (const key of some) {
      const size = there.get(key);
      if (size === undefined) yield key;
      else tell({ kind: 'there', key, size });
    }
  }
}

function byShard(keys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const shards = new Map<string, string[]>();
  for (const key of keys) {
    const shard = shards.get(shardOf(key));
    if (shard) shard.push(key);
    else shards.set(shardOf(key), [key]);
  }
  return shards;
}
