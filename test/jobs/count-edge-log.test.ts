import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';

import { edgeDownload } from '#domain/downloads/edge-log.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { countEdgeLog } from '#jobs/count-edge-log.ts';
import { createDownloadCounts } from '#store/downloads/download-counts.ts';
import { createVisitorKeys } from '#store/downloads/visitor-key.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../local/table/client.ts';
import { uniqueName } from '../packages.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

const NPM = 'npm/12.2.0%20node/v24.21.0%20linux%20x64';

const line = (name: string, more: object = {}): string =>
  JSON.stringify({
    date: '2026-11-21',
    'c-ip': '192.0.2.1',
    'cs-method': 'GET',
    'cs-uri-stem': `/${name}/-/${name.split('/').at(-1)}-1.0.0.tgz`,
    'sc-status': '200',
    'cs(User-Agent)': NPM,
    'sc-range-start': '-',
    ...more,
  });

const now = (): Date => new Date();

const count = async (
  lines: readonly string[],
  { key = uniqueName('log'), parts = Infinity } = {},
): Promise<boolean> => {
  const hashAddress = await createVisitorKeys(() => table)(now());
  let left = parts;
  const goesOn = (): boolean => {
    left -= 1;
    return left >= 0;
  };
  const content = Readable.from([gzipSync(lines.join('\n'))]);
  return countEdgeLog({ table, now, hashAddress, limit: 0, goesOn }, { key, content });
};

const countedOf = async (name: string) => {
  const days = await createDownloadCounts(() => table)(parsePackageName(name), {
    start: '2026-11-01',
    end: '2026-11-30',
  });
  return days.get('2026-11-21');
};

describe('the log of the edge', () => {
  test('adds each tarball that the edge handed out, by version, client and address', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    const file = name.split('/')[1];
    await count([
      line(name),
      line(name),
      line(name, { 'c-ip': '192.0.2.2', 'cs(User-Agent)': 'Bun/1.4.5' }),
      line(name, { 'cs-uri-stem': `/${name.replace('/', '%2f')}/-/${file}-2.0.0.tgz` }),
      line(name, { 'cs(User-Agent)': 'curl/8.5.0' }),
      line(name, { 'cs(User-Agent)': 'pantry-canary' }),
      'what is no line of a log does not stop the rest',
    ]);
    const counted = await countedOf(name);
    expect(counted).toMatchObject({ total: 4, robots: 1, addresses: 2 });
    expect([...(counted?.versions ?? [])]).toEqual([
      ['1.0.0', 3],
      ['2.0.0', 1],
    ]);
    expect(Object.fromEntries(counted?.clients ?? [])).toEqual({ npm: 3, bun: 1 });
  });

  test('is added once, however often a file is delivered and wherever it was broken off', async () => {
    const names = Array.from({ length: 90 }, () => uniqueName());
    const lines = names.map((name) => line(name));
    const key = uniqueName('log');
    expect(await count(lines, { key, parts: 1 })).toBe(false);
    expect(await count(lines, { key })).toBe(true);
    expect(await count(lines, { key })).toBe(true);
    const totals = await Promise.all(names.map(async (name) => (await countedOf(name))?.total));
    expect(new Set(totals)).toEqual(new Set([1]));
  });

  test('is refused where not a line of it can be read', async () => {
    await expect(count(['#Version: 1.0', '#Fields: date time'])).rejects.toThrow(/another way/);
  });

  test('is not believed to be whole where it is cut', async () => {
    const [name, key] = [uniqueName(), uniqueName('log')];
    const hashAddress = await createVisitorKeys(() => table)(now());
    const counting = { table, now, hashAddress, limit: 0, goesOn: () => true };
    const content = Readable.from([gzipSync(line(name)).subarray(0, -12)]);
    await expect(countEdgeLog(counting, { key, content })).rejects.toThrow(/unexpected end/);
    expect(await countedOf(name)).toBeUndefined();
  });
});

test.each([
  ['what is asked for its head alone', { 'cs-method': 'HEAD' }],
  ['what the client has already', { 'sc-status': '304' }],
  ['a redirect, which the registry counted', { 'sc-status': '302' }],
  ['a part after the first', { 'sc-status': '206', 'sc-range-start': '1000' }],
  ['who hung up before the answer', { 'sc-status': '000' }],
  ['a document', { 'cs-uri-stem': '/left-pad' }],
  ['what is of no package', { 'cs-uri-stem': '/-/v1/search' }],
  ['another file', { 'cs-uri-stem': '/left-pad/-/right-pad-1.0.0.tgz' }],
  ['a path that nobody means', { 'cs-uri-stem': '/left-pad/-/..%2f%00' }],
])('no download is %s', (_, more) => {
  expect(edgeDownload(line('left-pad', more))).toBeUndefined();
});

test.each([
  ['all of a tarball', {}],
  ['its first part', { 'sc-status': 206, 'sc-range-start': 0 }],
  ['an agent that can’t be decoded', { 'cs(User-Agent)': '%zz' }],
])('a download is %s', (_, more) => {
  expect(edgeDownload(line('left-pad', more))).toMatchObject({
    name: 'left-pad',
    version: '1.0.0',
    day: '2026-11-21',
    address: '192.0.2.1',
  });
});
