import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';

import { batchesOf } from '../../cli/importing/batches.ts';
import { readDocument } from '../../cli/importing/read-document.ts';
import type { LeftOut, Source } from '../../cli/importing/source.ts';
import { folder } from '../target.ts';

const MB = 2 ** 20;

/** A source whose tarballs are as long as it says, and take no room here. */
function sourceOf(sizes: readonly number[]): Source {
  const file = path.join(folder(), 'a.tgz');
  writeFileSync(file, 'x');
  return {
    title: 'a test',
    names: async () => [],
    read: async () => undefined,
    tarball: async (_, { version }) => ({
      file,
      size: sizes[Number(version.split('.')[2])] ?? 0,
      done: async () => undefined,
    }),
    accounts: async () => [],
    close: async () => undefined,
  };
}

/** Last numbers of the versions of each batch. */
async function batches(sizes: readonly number[]): Promise<readonly (readonly number[])[]> {
  const versions = Object.fromEntries(
    sizes.map((_, patch) => [`1.0.${patch}`, { dist: { tarball: 'http://x/a.tgz' } }]),
  );
  const pkg = readDocument(parsePackageName('left-pad'), { versions });
  const leftOut: LeftOut[] = [];
  const parts = {
    source: sourceOf(sizes),
    pkg,
    renamed: (name: string) => name,
    leaveOut: (one: LeftOut) => void leftOut.push(one),
  };
  const found: number[][] = [];
  for await (const batch of batchesOf(pkg.versions, parts)) {
    found.push(batch.versions.map(({ version }) => Number(version.split('.')[2])));
    await batch.done();
  }
  expect(leftOut).toEqual([]);
  return found;
}

describe('versions that one request brings', () => {
  test('have 128 MB of uploaded tarballs at most', async () => {
    expect(await batches([64 * MB, 64 * MB, 3 * MB, 100 * MB, 30 * MB])).toEqual([
      [0, 1],
      [2, 3],
      [4],
    ]);
  });

  test('are one alone where its tarball is larger than that', async () => {
    expect(await batches([1, 200 * MB, 1, 3 * MB])).toEqual([[0], [1], [2, 3]]);
  });

  test('are many where tarballs are small', async () => {
    expect(await batches(Array.from({ length: 51 }, () => 1))).toEqual([
      Array.from({ length: 50 }, (_, at) => at),
      [50],
    ]);
  });
});
