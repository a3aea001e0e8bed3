import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { getObject, type ObjectName, putObject } from '#store/aws/s3.ts';
import { openSearchReader, withSearchIndex } from '#store/aws/search-artifact.ts';
import type { SearchIndex } from '#store/search-index.ts';

import { atEnd } from '../../at-end.ts';
import { documentOf, namesFor, removeName, type Sketch } from '../search/documents.ts';

/** What is reported, where a test expects that nothing is. */
export const unexpected = (message: string, cause: unknown): never => {
  throw new Error(`unexpected report: ${message}`, { cause });
};

/** Longer than a reader keeps a small index. */
export const SOON = { timeout: 30_000, interval: 50 };

export const sketches = (prefix: string, count: number, rest: Partial<Sketch> = {}): Sketch[] =>
  Array.from({ length: count }, (_, index) => ({ ...rest, name: `${prefix}${10 + index}` }));

const namesOf = (packages: readonly Sketch[]): string[] => packages.map(({ name }) => name);

const generation = (rev: number): Sketch[] =>
  sketches('a', 30, { rev, description: 'whole', version: `${rev}.0.0` });

/** Saves those packages as one job does. */
export const save = async (
  place: ObjectName,
  packages: readonly Sketch[],
  report: (message: string, error: unknown) => void = unexpected,
): Promise<void> =>
  withSearchIndex(
    async (index) => {
      await Promise.all(packages.map(async (sketch) => index.save(documentOf(sketch))));
    },
    { ...place, report },
  );

/** All that a reader finds. */
const all = async (reader: SearchIndex): Promise<readonly string[]> =>
  (await namesFor(reader, 'not:deprecated', { size: 250 })).toSorted();

/** The same for somebody who has no copy yet. */
const found = async (place: ObjectName): Promise<readonly string[]> =>
  all(openSearchReader({ ...place, report: unexpected }));

/** What the index does as an object of S3. `open` names a place in a bucket where there is nothing yet. */
export function searchArtifactContract(name: string, open: () => Promise<ObjectName>): void {
  describe(`search index as an object, ${name}`, () => {
    const { TMPDIR } = process.env;
    const own = mkdtempSync(path.join(tmpdir(), 'search-artifact-'));
    beforeEach(() => {
      process.env['TMPDIR'] = own;
      return () => {
        if (TMPDIR === undefined) delete process.env['TMPDIR'];
        else process.env['TMPDIR'] = TMPDIR;
      };
    });
    afterEach(() => {
      expect(readdirSync(own)).toEqual([]);
    });
    atEnd(() => rmSync(own, { recursive: true }));

    test('where there is none yet, nothing is found', async () => {
      expect(await found(await open())).toEqual([]);
    });

    test('what a job saved and removed is found and gone', async () => {
      const place = await open();
      const packages = sketches('a', 60, { description: 'alpha' });
      await save(place, packages);
      expect(await found(place)).toEqual(namesOf(packages));
      await withSearchIndex(
        async (index) => {
          await removeName(index, 'a10', 2);
          await index.save(documentOf({ name: 'a11', rev: 2, description: 'changed' }));
        },
        { ...place, report: unexpected },
      );
      const reader = openSearchReader({ ...place, report: unexpected });
      expect(await namesFor(reader, 'changed')).toEqual(['a11']);
      expect(await all(reader)).toEqual(namesOf(packages.slice(1)));
    });

    test('an older document neither replaces a newer one nor brings back what was removed', async () => {
      const place = await open();
      await save(place, [{ name: 'kept', rev: 5, description: 'newest' }]);
      await withSearchIndex(async (index) => removeName(index, 'gone', 3), place);
      await save(place, [
        { name: 'kept', rev: 4 },
        { name: 'gone', rev: 3 },
      ]);
      const reader = openSearchReader(place);
      expect(await namesFor(reader, 'newest')).toEqual(['kept']);
      expect(await found(place)).toEqual(['kept']);
    });

    test('work that fails changes nothing', async () => {
      const place = await open();
      const work = withSearchIndex(async (index) => {
        await index.save(documentOf({ name: 'half' }));
        throw new Error('the table is away');
      }, place);
      await expect(work).rejects.toThrow('the table is away');
      expect(await getObject(place)).toBeUndefined();
    });

    test('of many writers at once nobody loses anything', async () => {
      const place = await open();
      const writers = ['a', 'b', 'c', 'd', 'e', 'f'].map((each) => sketches(each, 20));
      await Promise.all(writers.map(async (packages) => save(place, packages)));
      expect(await found(place)).toEqual(writers.flatMap(namesOf));
    });

    test('a reader finds what was written after its copy, and nothing that was removed', async () => {
      const place = await open();
      const reader = openSearchReader({ ...place, report: unexpected });
      expect(await all(reader)).toEqual([]);
      await save(place, [{ name: 'first' }]);
      await expect.poll(async () => all(reader), SOON).toEqual(['first']);
      await withSearchIndex(async (index) => {
        await removeName(index, 'first', 2);
        await index.save(documentOf({ name: 'second' }));
      }, place);
      await expect.poll(async () => all(reader), SOON).toEqual(['second']);
    });

    test('searches while copies are swapped see one index or the next, whole', async () => {
      const place = await open();
      await save(place, generation(1));
      const reader = openSearchReader({ ...place, report: unexpected });
      const seen = new Set<string>();
      const search = async () => {
        const { hits } = await reader.search({ text: 'whole', from: 0, size: 50, sees: 'public' });
        const versions = new Set(hits.map(({ document }) => document.version));
        expect([hits.length, versions.size]).toEqual([30, 1]);
        for (const version of versions) seen.add(version);
      };
      for (const rev of [2, 3]) {
        await Promise.all([
          save(place, generation(rev)),
          vi.waitUntil(async () => {
            await Promise.all(Array.from({ length: 20 }, search));
            return seen.has(`${rev}.0.0`);
          }, SOON),
        ]);
      }
      expect([...seen]).toEqual(['1.0.0', '2.0.0', '3.0.0']);
    });

    test.each([
      ['no database', () => Buffer.from('hello'.repeat(1000))],
      ['cut off', (whole: Buffer) => whole.subarray(0, 20_000)],
      ['damaged where nobody looks', (whole: Buffer) => whole.fill(0x5a, 6 * 4096, 7 * 4096)],
    ])('an index that is %s is reported, and begun anew by who writes next', async (_, damage) => {
      const place = await open();
      await save(place, sketches('a', 90, { description: 'so many words that pages fill' }));
      await putObject(place, { body: damage(await bytesOf(place)) });
      const reports: string[] = [];
      await save(place, [{ name: 'anew' }], (message) => reports.push(message));
      expect(reports).toEqual([expect.stringContaining('empty until it is rebuilt')]);
      expect(await found(place)).toEqual(['anew']);
    });

    test('searches say that they must wait where the index is no index, and serve what they had', async () => {
      const place = await open();
      await save(place, [{ name: 'kept' }]);
      const reports: string[] = [];
      const report = (message: string) => void reports.push(message);
      const old = openSearchReader({ ...place, report });
      expect(await all(old)).toEqual(['kept']);
      await putObject(place, { body: Buffer.from('hello'.repeat(1000)) });
      await expect(all(openSearchReader({ ...place, report }))).rejects.toMatchObject({
        status: 503,
      });
      await vi.waitUntil(async () => {
        expect(await all(old)).toEqual(['kept']);
        return reports.length === 2;
      }, SOON);
    });

    test('who reads does not write, and who writes does not search', async () => {
      const place = await open();
      const reader = openSearchReader(place);
      await expect(reader.save(documentOf({ name: 'a' }))).rejects.toThrow('only reads');
      await expect(removeName(reader, 'a', 1)).rejects.toThrow('only reads');
      await expect(withSearchIndex(all, place)).rejects.toThrow('only writes');
    });
  });
}

async function bytesOf(place: ObjectName): Promise<Buffer> {
  const response = await getObject(place);
  return Buffer.concat(await Array.fromAsync(response?.body ?? []));
}
