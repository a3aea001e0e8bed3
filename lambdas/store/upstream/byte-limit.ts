import { UpstreamError } from './upstream-error.ts';

/** The pieces of a source, each shown to `seen`; throws UpstreamError past the limit, in bytes. */
export async function* readInto(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw new UpstreamError('unusable', 'its answer does not end');
    seen(chunk);
    yield chunk;
  }
}
