import { randomUUID } from 'node:crypto';
import { afterAll, expect, test, vi } from 'vitest';

import { openSearchReader, withSearchIndex } from '#store/aws/search-artifact.ts';

import { namesFor } from '../search/documents.ts';
import { startObjectServer } from './object-server.ts';
import {
  save,
  searchArtifactContract,
  sketches,
  SOON,
  unexpected,
} from './search-artifact-contract.ts';

const server = await startObjectServer();
afterAll(() => server.stop());
Object.assign(process.env, {
  AWS_ENDPOINT_URL_S3: server.url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
});

const open = async () => ({ bucket: 'documents', key: `search/${randomUUID()}` });

/** Requests of some work. */
async function requestsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = server.log.length;
  await work();
  return server.log.slice(before);
}

searchArtifactContract('a small object server', open);

test('a job is one download and one upload, and no upload where nothing is news', async () => {
  const place = await open();
  await save(place, [{ name: 'first' }]);
  const packages = sketches('a', 80);
  expect(await requestsOf(async () => save(place, packages))).toEqual(['GET 200', 'PUT 200']);
  expect(await requestsOf(async () => save(place, packages))).toEqual(['GET 200']);
  expect(await requestsOf(async () => withSearchIndex(async () => {}, place))).toEqual([]);
});

test('many searches at once share one download, and later ones one look at what is there', async () => {
  const place = await open();
  await save(place, [{ name: 'first' }]);
  const reader = openSearchReader({ ...place, report: unexpected });
  const searches = async () =>
    Promise.all(Array.from({ length: 20 }, async () => namesFor(reader, 'first')));
  expect(await requestsOf(searches)).toEqual(['GET 200']);
  const once = async () => {
    await searches();
    return server.log.at(-1) === 'GET 304';
  };
  expect(await requestsOf(async () => vi.waitUntil(once, SOON))).toEqual(['GET 304']);
});

test('while S3 is slow searches are answered from the last copy, and ask once', async () => {
  const place = await open();
  await save(place, [{ name: 'first' }]);
  const reader = openSearchReader({ ...place, report: unexpected });
  expect(await namesFor(reader, 'first')).toEqual(['first']);
  await save(place, [{ name: 'second' }]);
  const release = server.hold();
  const before = server.log.length;
  for (let asked = 0; asked < 2; asked += server.log.length > before ? 1 : 0) {
    expect(await namesFor(reader, 'second')).toEqual([]);
  }
  expect(server.log.slice(before)).toEqual(['GET 200']);
  release();
  await expect.poll(async () => namesFor(reader, 'second'), SOON).toEqual(['second']);
});

test('while S3 is away searches go on, and who has no copy is told', async () => {
  const other = await startObjectServer();
  const place = await open();
  process.env['AWS_ENDPOINT_URL_S3'] = other.url;
  try {
    await save(place, [{ name: 'kept' }]);
    const reports: string[] = [];
    const reader = openSearchReader({ ...place, report: (message) => void reports.push(message) });
    expect(await namesFor(reader, 'kept')).toEqual(['kept']);
    other.stop();
    await vi.waitUntil(async () => {
      expect(await namesFor(reader, 'kept')).toEqual(['kept']);
      return reports.length > 0;
    }, SOON);
    await expect(namesFor(openSearchReader(place), 'kept')).rejects.toMatchObject({
      passing: true,
    });
  } finally {
    process.env['AWS_ENDPOINT_URL_S3'] = server.url;
  }
});
