import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { invalid, RegistryError } from '#domain/errors.ts';
import { readPublishBody } from '#domain/publish-body/read-publish-body.ts';

import { BASE64, BEFORE, bodyOf, inPieces, LIMITS, receive, withData } from './body.ts';

const BODY = withData(`"${BASE64}"`);
const CHUNKS = inPieces(BODY, 9);
/** Up to the middle of the tarball. */
const HALF = BODY.slice(0, BEFORE.length + 40);

interface Watched extends AsyncIterable<Uint8Array> {
  /** How many chunks were asked for. */
  read: number;
  closed: boolean;
}

/** A body that tells how much of it was read, and whether it was closed. */
function watched(): Watched {
  const iterator = bodyOf(...CHUNKS);
  const body: Watched = {
    read: 0,
    closed: false,
    [Symbol.asyncIterator]: () => ({
      next: () => {
        body.read += 1;
        return iterator.next();
      },
      return: () => {
        body.closed = true;
        return iterator.return(undefined);
      },
    }),
  };
  return body;
}

async function* stalled(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(HALF);
  await new Promise(() => undefined);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(HALF);
  throw new Error('the connection was lost');
}

describe('who takes the tarball', () => {
  test('gets it while the body is still on its way', async () => {
    const body = watched();
    const readAt: number[] = [];
    await readPublishBody(body, LIMITS, async (_attachment, bytes) => {
      for await (const { length } of bytes) readAt.push(Math.sign(length) * body.read);
    });
    expect(readAt.length).toBeGreaterThan(20);
    expect(readAt).toEqual(readAt.toSorted((a, b) => a - b));
    expect(readAt[0]).toBeLessThan(12);
    expect(body.closed).toBe(false);
  });

  test('decides when the next bytes are read', async () => {
    const body = watched();
    const held = Promise.withResolvers<void>();
    const reading = readPublishBody(body, LIMITS, async (_attachment, bytes) => {
      const iterator = bytes[Symbol.asyncIterator]();
      await iterator.next();
      await held.promise;
    });
    await setTimeout(20);
    expect(body.read).toBeLessThan(12);
    held.resolve();
    expect(await reading).toMatchObject({ name: 'p' });
  });

  test('ends the reading when it rejects, with its own error', async () => {
    const body = watched();
    const error = new Error('the disk is full');
    const reading = readPublishBody(body, LIMITS, () => Promise.reject(error));
    await expect(reading).rejects.toBe(error);
    expect(body.closed).toBe(true);
    expect(body.read).toBeLessThan(12);
  });

  test('ends the reading even where the sender has stalled', async () => {
    const error = new Error('too slow');
    const reading = readPublishBody(stalled(), LIMITS, async (_attachment, bytes) => {
      const pulling = Array.fromAsync(bytes);
      await Promise.race([pulling, setTimeout(10)]);
      throw error;
    });
    await expect(reading).rejects.toBe(error);
  });

  test('may leave the rest, which is then checked and skipped', async () => {
    const document = await readPublishBody(bodyOf(...CHUNKS), LIMITS, async (_name, bytes) => {
      await bytes[Symbol.asyncIterator]().next();
    });
    expect(document).toMatchObject({ name: 'p', _attachments: { 'p-1.0.0.tgz': { length: 200 } } });
    const ignored = readPublishBody(bodyOf(...CHUNKS), LIMITS, () => Promise.resolve());
    expect(await ignored).toEqual(document);
    const short = bodyOf(HALF);
    await expect(readPublishBody(short, LIMITS, () => Promise.resolve())).rejects.toThrow(
      'cut short',
    );
  });

  test('may be a stream that has read ahead when it stops', async () => {
    const document = await readPublishBody(bodyOf(...CHUNKS), LIMITS, async (_name, bytes) => {
      const stream = Readable.from(bytes);
      await new Promise((resolve) => stream.once('data', resolve));
      stream.destroy();
    });
    expect(document).toMatchObject({ name: 'p', _attachments: { 'p-1.0.0.tgz': { length: 200 } } });
  });

  test('gets nothing once it is done', async () => {
    let kept: AsyncIterable<Uint8Array> = bodyOf();
    await readPublishBody(bodyOf(...CHUNKS), LIMITS, (_name, bytes) => {
      kept = bytes;
      return Promise.resolve();
    });
    expect(await Array.fromAsync(kept)).toEqual([]);
  });

  test('hears of a body that breaks off, and cannot hide it', async () => {
    await expect(receive(broken())).rejects.toThrow('the connection was lost');
    const hiding = readPublishBody(broken(), LIMITS, async (_name, bytes) => {
      await buffer(bytes).catch(() => undefined);
    });
    await expect(hiding).rejects.toThrow('the connection was lost');
    const wrapping = readPublishBody(broken(), LIMITS, async (_name, bytes) => {
      await buffer(bytes).catch((error: unknown) => {
        throw new Error('the upload failed', { cause: error });
      });
    });
    await expect(wrapping).rejects.toThrow('the connection was lost');
  });

  test('is not called for what is wrong before, and not trusted with what is wrong after', async () => {
    let called = 0;
    const take = async (_name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
      called += 1;
      await buffer(bytes);
    };
    await expect(readPublishBody(bodyOf(`[${BODY}`), LIMITS, take)).rejects.toThrow(RegistryError);
    expect(called).toBe(0);
    await expect(readPublishBody(bodyOf(`${BODY}}`), LIMITS, take)).rejects.toThrow(
      'goes on after',
    );
    expect(called).toBe(1);
  });

  test('passes errors of its own class through', async () => {
    const error = invalid('the tarball has no package.json');
    const reading = readPublishBody(bodyOf(BODY), LIMITS, () => Promise.reject(error));
    await expect(reading).rejects.toBe(error);
  });
});
