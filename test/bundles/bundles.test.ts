import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { bundleFunctions, type BundleSizes } from '../../lib/bundles/bundle.ts';
import { BUNDLES } from '../../lib/bundles/folders.ts';
import {
  gatewayFunctions,
  JOB_FUNCTIONS,
  PROXY_FUNCTION,
} from '../../lib/functions/gateway-functions.ts';

/** Bytes: what a Lambda loads at a cold start. */
const READING = 400_000;
const ANY = 780_000;
/** Of those that publish: 115 KB are there to verify provenance, and only run where somebody brings some. */
const PUBLISHING = ANY + 115_000;
const PUBLISHERS = new Set(['imports-put', 'package-put', 'stage-publish', 'uploads-commit']);
/** All pages of an area that only reads. */
const READING_PAGES = 620_000;
const READERS = new Set(['web-audit', 'web-home', 'web-package']);
/** All pages of an area that writes: what many functions do; for admins with the client of S3 that the cache takes. */
const PAGES = ANY + 160_000;
/** Of those that nobody waits for at a cold start alone: they ask others far away. */
const ASKING = 1_400_000;
const ASKERS = new Set([PROXY_FUNCTION, 'jobs-refresh-trust-root']);

let sizes: BundleSizes;
beforeAll(async () => {
  sizes = await bundleFunctions();
});

function limitOf(folder: string): number {
  if (ASKERS.has(folder)) return ASKING;
  if (READERS.has(folder)) return READING_PAGES;
  if (folder.startsWith('web-')) return PAGES;
  return PUBLISHERS.has(folder) ? PUBLISHING : ANY;
}

const source = (folder: string): string =>
  readFileSync(path.join(BUNDLES, folder, 'index.mjs'), 'utf8');

describe('bundles of the Lambdas', () => {
  test('there is one for every function', () => {
    expect(sizes.size).toBe(gatewayFunctions().length + JOB_FUNCTIONS.length + 2);
  });

  test.each(['package-packument-get', 'tarball-get'])('%s is small', (folder) => {
    expect(sizes.get(folder)).toBeLessThan(READING);
  });

  test('none is larger than a cold start can bear', () => {
    for (const [folder, bytes] of sizes) {
      expect([folder, bytes < limitOf(folder)]).toEqual([folder, true]);
    }
  });

  test('nothing has the parser of styles, which no README may have', () => {
    const parsing = [...sizes.keys()].filter((folder) => source(folder).includes('CssSyntaxError'));
    expect(parsing).toEqual([]);
  });

  test('functions that read have neither the clients of the SDK nor electrodb', () => {
    const marks = ['DynamoDBDocumentClient', 'electrodb', 'ListObjectsV2'];
    for (const folder of ['package-packument-get', 'tarball-get', 'registry-ping']) {
      const text = source(folder);
      expect(marks.filter((mark) => text.includes(mark))).toEqual([]);
    }
    expect(source('package-put')).toContain('DynamoDBDocumentClient');
  });
});
