import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

import { readPublishBody } from '#domain/publish-body/read-publish-body.ts';

import { AFTER, BEFORE, LIMITS, TARBALL } from './body.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const MEGABYTE = 2 ** 20;

/** What is in use, without what only waits to be collected. */
async function used(): Promise<number> {
  collectGarbage();
  // Buffers are given back a moment later.
  await setImmediate();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Base64 of 48 KB, which repeats without a seam. */
const DATA = Buffer.from(Buffer.alloc(48 * 1024, TARBALL).toString('base64'));

async function* bodyOfSize(size: number, chunkSize: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${BEFORE}"`);
  const text = Buffer.concat(
    Array.from({ length: Math.ceil(chunkSize / DATA.length) + 1 }, () => DATA),
  );
  for (let sent = 0; sent < size; sent += chunkSize) {
    const start = sent % DATA.length;
    yield Buffer.from(text.subarray(start, start + Math.min(chunkSize, size - sent)));
  }
  yield Buffer.from(`"${AFTER}`);
}

test.each([64_000, 1_000_001])(
  'memory does not grow with a body of 300 MB in chunks of %i bytes',
  async (chunkSize) => {
    const before = await used();
    const samples: number[] = [];
    let received = 0;
    let next = 0;
    const size = 300 * MEGABYTE;
    const limits = { ...LIMITS, tarball: size };
    await readPublishBody(bodyOfSize(size, chunkSize), limits, async (_attachment, bytes) => {
      for await (const chunk of bytes) {
        received += chunk.length;
        if (received < next) continue;
        next += 20 * MEGABYTE;
        samples.push((await used()) - before);
      }
    });
    expect(received).toBe(size * 0.75);
    expect(samples.length).toBeGreaterThan(10);
    expect(Math.max(...samples)).toBeLessThan(20 * MEGABYTE);
  },
);

test('a body of one large chunk is decoded in small pieces', async () => {
  const size = 40 * MEGABYTE;
  const chunks = await Array.fromAsync(bodyOfSize(size, DATA.length));
  let largest = 0;
  let received = 0;
  const whole = [Buffer.concat(chunks)];
  async function* body(): AsyncGenerator<Uint8Array> {
    yield* whole;
  }
  const limits = { ...LIMITS, tarball: size };
  await readPublishBody(body(), limits, async (_attachment, bytes) => {
    for await (const chunk of bytes) {
      largest = Math.max(largest, chunk.length);
      received += chunk.length;
    }
  });
  expect(received).toBe(size * 0.75);
  expect(largest).toBeLessThanOrEqual(48 * 1024 + 3);
});

test('a document in single bytes takes no more memory than its length', async () => {
  const length = 300_000;
  const byte = 'x'.charCodeAt(0);
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"readme":"');
    for (let sent = 0; sent < length; sent += 1) yield Uint8Array.of(byte);
    yield Buffer.from('"');
    samples.push((await used()) - before);
    yield Buffer.from('}');
  }
  const samples: number[] = [];
  const before = await used();
  const limits = { ...LIMITS, document: MEGABYTE };
  await readPublishBody(body(), limits, () => Promise.resolve());
  expect(samples[0]).toBeLessThan(3 * MEGABYTE);
});
