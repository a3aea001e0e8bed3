import { expect, test } from 'vitest';

import { addDownloads, type Download, NO_DOWNLOADS } from '#domain/downloads/day-downloads.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';

const NPM = 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false';

const download = (more: Partial<Download> = {}): Download => ({
  id: 'x',
  name: parsePackageName('tool'),
  version: parseVersion('1.0.0'),
  day: '2026-11-21',
  agent: NPM,
  visitor: 'AAAAAAAAAAA',
  times: 1,
  ...more,
});

test('downloads are told apart by version, client and major of Node', () => {
  const two = parseVersion('2.0.0');
  const day = addDownloads(
    NO_DOWNLOADS,
    [download(), download({ version: two, times: 3 }), download({ agent: 'Bun/1.4.5' })],
    0,
  );
  expect(day).toMatchObject({
    total: 5,
    versions: { '1.0.0': 2, '2.0.0': 3 },
    clients: { npm: 4, bun: 1 },
    nodes: { 24: 4 },
    addresses: 1,
  });
});

test('what one address asks for beyond the limit is counted apart, now and later', () => {
  const other = download({ visitor: 'BBBBBBBBBBB', times: 2 });
  const first = addDownloads(NO_DOWNLOADS, [download({ times: 7 }), other], 10);
  const later = addDownloads(first, [download({ times: 7 }), other], 10);
  expect(first).toMatchObject({ total: 9, beyondLimit: 0, addresses: 2 });
  expect(later).toMatchObject({ total: 14, beyondLimit: 4, versions: { '1.0.0': 14 } });
  expect(addDownloads(NO_DOWNLOADS, [download({ times: 5000 })], 0).total).toBe(5000);
});

test('where an address is not known there is no limit to it', () => {
  const day = addDownloads(NO_DOWNLOADS, [download({ visitor: undefined, times: 50 })], 10);
  expect(day).toMatchObject({ total: 50, beyondLimit: 0, addresses: 0 });
});

test('robots do not count, and are told', () => {
  const day = addDownloads(NO_DOWNLOADS, [download({ agent: 'curl/8.5.0', times: 4 })], 10);
  expect(day).toMatchObject({ total: 0, robots: 4, versions: {}, clients: {}, addresses: 0 });
});

test('of very many long versions the sum is right, and those without room are told together', () => {
  const versions = Array.from({ length: 2000 }, (_, at) =>
    parseVersion(`1.0.${at}-${'x'.repeat(230)}`),
  );
  const downloads = versions.map((version) => download({ version }));
  const once = addDownloads(NO_DOWNLOADS, downloads, 0);
  const twice = addDownloads(once, downloads, 0);
  expect(twice.total).toBe(4000);
  expect(Object.values(twice.versions).reduce((sum, count) => sum + count)).toBe(4000);
  expect(JSON.stringify(twice.versions).length).toBeLessThan(100_000);
  expect(twice.versions[String(versions[0])]).toBe(2);
  expect(Object.keys(twice.versions)).toEqual(Object.keys(once.versions));
});
