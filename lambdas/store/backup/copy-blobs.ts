import { createHash, hash } from 'node:crypto';

import { atOnce } from './at-once.ts';
import { type BlobContent, type BlobShelf, shardOf } from './blob-shelf.ts';

/** Blobs that are on their way at a time: small ones are held in memory. */
const AT_ONCE = 16;

/** What became of a blob. */
export type BlobOutcome =
  | { readonly kind: 'copied' | 'there'; readonly key: string; readonly size: number }
  | { readonly kind: 'missing' | 'damaged'; readonly key: string };

/** The bytes of a blob are not those of its name. */
class DamagedBlob extends Error {
  override readonly name = 'DamagedBlob';
}

/** Copies blobs that are not there yet, each checked on its way, and tells of each. */
export async function copyBlobs(
  from: BlobShelf,
  to: BlobShelf,
  keys: Iterable<string>,
  tell: (outcome: BlobOutcome) => void,
): Promise<void> {
  for (const [shard, some] of byShard(keys)) {
    const there = await to.sizes(shard);
    await atOnce(some, AT_ONCE, async (key) => {
      const size = there.get(key);
      tell(size === undefined ? await copy(from, to, key) : { kind: 'there', key, size });
    });
  }
  await to.settle();
}

/** Reads blobs and checks them. */
export async function checkBlobs(
  shelf: BlobShelf,
  keys: Iterable<string>,
  tell: (outcome: BlobOutcome) => void,
): Promise<void> {
  await atOnce(keys, AT_ONCE, async (key) => tell(await check(shelf, key)));
}

function byShard(keys: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const shards = new Map<string, string[]>();
  for (const key of keys) {
    const shard = shards.get(shardOf(key));
    if (shard) shard.push(key);
    else shards.set(shardOf(key), [key]);
  }
  return shards;
}

async function copy(from: BlobShelf, to: BlobShelf, key: string): Promise<BlobOutcome> {
  const content = await from.read(key);
  if (!content) return { kind: 'missing', key };
  try {
    await to.write(key, checked(content, key));
    return { kind: 'copied', key, size: content.size };
  } catch (error) {
    if (error instanceof DamagedBlob) return { kind: 'damaged', key };
    throw error;
  } finally {
    if ('bytes' in content) content.giveBack?.();
  }
}

async function check(shelf: BlobShelf, key: string): Promise<BlobOutcome> {
  const content = await shelf.read(key);
  if (!content) return { kind: 'missing', key };
  try {
    const verified = checked(content, key);
    if ('stream' in verified) for await (const _ of verified.stream);
    return { kind: 'there', key, size: content.size };
  } catch (error) {
    if (error instanceof DamagedBlob) return { kind: 'damaged', key };
    throw error;
  } finally {
    if ('bytes' in content) content.giveBack?.();
  }
}

/** The same bytes; they, or the stream at its end, fail where they are not those of the name. */
function checked(content: BlobContent, key: string): BlobContent {
  if ('stream' in content) return { ...content, stream: checkedStream(content.stream, key) };
  if (hash('sha512', content.bytes) !== key) throw new DamagedBlob(key);
  return content;
}

async function* checkedStream(
  stream: AsyncIterable<Uint8Array>,
  key: string,
): AsyncGenerator<Uint8Array> {
  const sha512 = createHash('sha512');
  for await (const chunk of stream) {
    sha512.update(chunk);
    yield chunk;
  }
  if (sha512.digest('hex') !== key) throw new DamagedBlob(key);
}
