import { expect, test } from 'vitest';

import { canonicalPath, parseRequestPath } from '#domain/request-path.ts';

test.each([
  ['/', []],
  ['/name', ['name']],
  ['/name/', ['name']],
  ['/@s%2fn', ['@s/n']],
  ['/@s%2Fn', ['@s/n']],
  ['/%40s%2fn', ['@s/n']],
  ['/%40s/n', ['@s/n']],
  ['/@s/n', ['@s/n']],
  ['/@s/n/1.0.0', ['@s/n', '1.0.0']],
  ['/@s/n/-/n-1.0.0.tgz', ['@s/n', '-', 'n-1.0.0.tgz']],
  ['/@s%2fn/-/n-1.0.0.tgz', ['@s/n', '-', 'n-1.0.0.tgz']],
  ['/@s/n/-/@s/n-1.0.0.tgz', ['@s/n', '-', '@s/n-1.0.0.tgz']],
  ['/@s%2fn/-rev/3-x', ['@s/n', '-rev', '3-x']],
  ['/-/package/@s%2fn/dist-tags/next', ['-', 'package', '@s/n', 'dist-tags', 'next']],
  ['/-/package/@s/n/dist-tags', ['-', 'package', '@s/n', 'dist-tags']],
  ['/-/npm/v1/attestations/@s/n@1.0.0', ['-', 'npm', 'v1', 'attestations', '@s/n@1.0.0']],
  ['/-/user/org.couchdb.user:alice', ['-', 'user', 'org.couchdb.user:alice']],
  ['/n/%3E%3D1.0.0%20%3C2', ['n', '>=1.0.0 <2']],
  ['/@', ['@']],
])('%s is read as %j', (path, segments) => {
  expect(parseRequestPath(path)).toEqual(segments);
});

test.each([
  'no-slash',
  '//a',
  '/a//b',
  '/a/../b',
  '/a/%2e%2e/b',
  '/.',
  '/a%00',
  '/a%0d%0ab',
  '/a%5cb',
  '/%E0%A4%A',
  '/%',
  `/${'a'.repeat(4097)}`,
])('%s is no path that a client means', (path) => {
  expect(parseRequestPath(path)).toBeUndefined();
});

test('what is encoded twice stays one segment that is no name', () => {
  expect(parseRequestPath('/@s%252fn')).toEqual(['@s%2fn']);
});

test('all spellings share one canonical path', () => {
  const spellings = ['/@s/n/-/n-1.0.0.tgz', '/%40s%2Fn/-/n-1.0.0.tgz', '/@s%2fn/-/n-1.0.0.tgz/'];
  const paths = spellings.map((path) => canonicalPath(parseRequestPath(path) ?? []));
  expect(new Set(paths)).toEqual(new Set(['/@s%2Fn/-/n-1.0.0.tgz']));
});
