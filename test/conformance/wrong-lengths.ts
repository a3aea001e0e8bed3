import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';

import type { UploadTarget } from '#store/uploads.ts';

import type { OpenUploads } from '../store/uploads-contract.ts';

const SIZE = 1000;

/** Clients that announce, as they must, so many bytes, and send others. */
export function wrongLengths(name: string, open: () => Promise<OpenUploads>): void {
  describe(`uploads of a wrong length, ${name}`, () => {
    const opened = async () => {
      const stores = await open();
      const key = randomBytes(32).toString('hex');
      const expiresAt = new Date(Date.now() + 3_600_000);
      return { ...stores, key, target: await stores.uploads.open({ key, size: SIZE, expiresAt }) };
    };

    test.each([0, 1, SIZE - 1])(
      'a line that is cut after %i bytes leaves nothing',
      async (sent) => {
        const { uploads, key, target } = await opened();
        expect(await send(target, randomBytes(sent))).not.toBe(200);
        expect(await uploads.find(key)).toBeUndefined();
      },
    );

    test('a line that is cut leaves what was put before', async () => {
      const { uploads, put, key, target } = await opened();
      const before = randomBytes(SIZE);
      expect(await put(target, before)).toBe(200);
      await send(target, randomBytes(SIZE - 1));
      const staged = await uploads.find(key);
      const kept = Buffer.concat(await Array.fromAsync(staged?.read() ?? []));
      expect(before.equals(kept)).toBe(true);
      await staged?.close();
    });

    test('of more bytes than were announced no more are kept', async () => {
      const { uploads, key, target } = await opened();
      const bytes = randomBytes(SIZE + 1);
      await send(target, bytes);
      const staged = await uploads.find(key);
      const kept = Buffer.concat(await Array.fromAsync(staged?.read() ?? []));
      // Nothing where the server refuses the request, as it may.
      expect([0, SIZE]).toContain(kept.length);
      expect(bytes.subarray(0, kept.length).equals(kept)).toBe(true);
      await staged?.close();
    });
  });
}

/**
 * Sends those bytes under the headers of the target, whatever these say, and nothing after them. The
 * status; undefined where the server hung up without an answer.
 */
async function send(
  { url, headers }: UploadTarget,
  bytes: Uint8Array,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'PUT', headers, agent: false });
    outgoing.on('response', (response) => {
      response.resume();
      // Once the server is through with the line, so that what it keeps is what it will keep.
      response.on('close', () => resolve(response.statusCode));
    });
    outgoing.on('error', () => resolve(undefined));
    outgoing.end(bytes, () => outgoing.socket?.end());
  });
}
