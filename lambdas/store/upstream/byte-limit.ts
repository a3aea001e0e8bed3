import { UpstreamError } from './upstream-error.ts';

/** The pieces of a source, each shown to `seen`; throws UpstreamError past the limit, in bytes. */
export async function* readInto(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of whole(source)) {
    size += chunk.length;
    if (size > limit) throw new UpstreamError('unusable', 'its answer does not end');
    seen(chunk);
    yield chunk;
  }
}

/** Says of a connection that broke whose it was. */
async function* whole(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (cause) {
    throw new UpstreamError('unreachable', 'its answer broke off', { cause });
  }
}
