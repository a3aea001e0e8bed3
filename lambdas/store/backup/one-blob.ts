import { createHash, hash } from 'node:crypto';

import type { BlobContent, BlobOutcome, BlobShelf } from './blob-shelf.ts';

/** The bytes of a blob are not those of its name, or can't be had. */
export class DamagedBlob extends Error {
  override readonly name = 'DamagedBlob';
}

/** Copies a blob, checked on its way: nothing is written of one whose bytes are not those of its name. */
export async function copyBlob(
  from: Pick<BlobShelf, 'read'>,
  to: Pick<BlobShelf, 'write'>,
  key: string,
): Promise<BlobOutcome> {
  return lookAt(from, key, async (content) => {
    await to.write(key, content);
    return { kind: 'copied', key, size: content.size };
  });
}

/** Reads a blob and checks it. */
export async function checkBlob(shelf: Pick<BlobShelf, 'read'>, key: string): Promise<BlobOutcome> {
  return lookAt(shelf, key, async (content) => {
    if ('stream' in content) for await (const _ of content.stream);
    return { kind: 'there', key, size: content.size };
  });
}

/** `act` gets the same bytes; they, or the stream at its end, fail where they are not those of the name. */
async function lookAt(
  shelf: Pick<BlobShelf, 'read'>,
  key: string,
  act: (content: BlobContent) => Promise<BlobOutcome>,
): Promise<BlobOutcome> {
  let content: BlobContent | undefined;
  try {
    content = await shelf.read(key);
    if (!content) return { kind: 'missing', key };
    return await act(checked(content, key));
  } catch (error) {
    if (error instanceof DamagedBlob) return { kind: 'damaged', key };
    throw error;
  } finally {
    if (content && 'bytes' in content) content.giveBack?.();
  }
}

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
