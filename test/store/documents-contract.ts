import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import type { DocumentKey, Documents, StoredDocument } from '#store/documents.ts';

export const KEY: DocumentKey = { name: parsePackageName('@acme/tool'), form: 'full' };

export const documentOf = (rev: number, text = `{"rev":${rev}}`): StoredDocument => ({
  rev,
  renderer: 1,
  baseUrl: 'http://localhost:4873',
  visibility: 'public',
  modifiedAt: '2030-01-01T00:00:00.000Z',
  etag: `W/"${rev}"`,
  size: text.length,
  gzip: gzipSync(text),
});

/** What every keeper of documents does. `open` gives one that is empty. */
export function documentsContract(name: string, open: () => Promise<Documents>): void {
  describe(`documents, ${name}`, () => {
    test('are read back as they were saved, each form by itself', async () => {
      const documents = await open();
      expect(await documents.find(KEY)).toBeUndefined();
      expect(await documents.save(KEY, documentOf(1))).toBe('saved');
      const found = await documents.find(KEY);
      expect({ ...found, gzip: Buffer.from(found?.gzip ?? []) }).toEqual(documentOf(1));
      expect(await documents.find({ ...KEY, form: 'abbreviated' })).toBeUndefined();
    });

    test('are never replaced by an older one, whoever comes last', async () => {
      const documents = await open();
      await documents.save(KEY, documentOf(5));
      expect(await documents.save(KEY, documentOf(4))).toBe('newer-exists');
      expect((await documents.find(KEY))?.rev).toBe(5);
      expect(await documents.save(KEY, documentOf(5, '{"again":1}'))).toBe('saved');
      const order = [9, 7, 20, 8, 14, 6, 12, 11, 10, 13];
      await Promise.all(order.map(async (rev) => documents.save(KEY, documentOf(rev))));
      expect((await documents.find(KEY))?.rev).toBe(20);
    });

    test('are whole at every moment while they are replaced', async () => {
      const documents = await open();
      const state = { done: false };
      await documents.save(KEY, documentOf(1, 'x'.repeat(200_000)));
      const reading = (async () => {
        let reads = 0;
        while (!state.done) {
          const found = await documents.find(KEY);
          expect(found?.gzip.length).toBeGreaterThan(0);
          reads += 1;
        }
        return reads;
      })();
      for (let rev = 2; rev < 100; rev += 1) {
        await documents.save(KEY, documentOf(rev, `${rev}`.repeat(50_000)));
      }
      state.done = true;
      expect(await reading).toBeGreaterThan(0);
    });

    test('of names that differ by case alone are different documents', async () => {
      const documents = await open();
      const [upper, lower] = ['JSONStream', 'jsonstream'].map((text) => ({
        name: parsePackageName(text),
        form: 'full' as const,
      }));
      if (!upper || !lower) throw new Error('two keys are needed');
      await documents.save(upper, documentOf(1));
      await documents.save(lower, documentOf(2));
      expect([(await documents.find(upper))?.rev, (await documents.find(lower))?.rev]).toEqual([
        1, 2,
      ]);
    });

    test('go when they are removed, and removing what is not there is fine', async () => {
      const documents = await open();
      await documents.save(KEY, documentOf(1));
      await documents.remove(KEY, 2);
      await documents.remove(KEY, 2);
      expect(await documents.find(KEY)).toBeUndefined();
    });

    test('stay when what removed the package is older than they are', async () => {
      const documents = await open();
      await documents.save(KEY, documentOf(5));
      await documents.remove(KEY, 4);
      expect((await documents.find(KEY))?.rev).toBe(5);
    });
  });
}
