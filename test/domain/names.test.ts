import { describe, expect, test } from 'vitest';

import { parseTag } from '#domain/dist-tag.ts';
import {
  asPackageName,
  lookAlikeKey,
  parseNewPackageName,
  parsePackageName,
  scopeOf,
  unscopedName,
} from '#domain/package-name.ts';
import { asUserName } from '#domain/user.ts';
import { bestMatch, highestVersion, parseVersion, type Version } from '#domain/version.ts';

const key = (name: string): string => lookAlikeKey(parsePackageName(name));
const versions = (...all: string[]): Version[] => all.map(parseVersion);

describe('package names', () => {
  test('old names are found though nobody may claim them any more', () => {
    expect(asPackageName('JSONStream')).toBe('JSONStream');
    expect(() => parseNewPackageName('JSONStream')).toThrow(/capital|upper/i);
    expect(() => parseNewPackageName('http')).toThrow(/core module/);
  });

  test.each([
    '',
    '-',
    '_x',
    '.x',
    ' x',
    'a/b',
    '@a',
    '@a/',
    '@/b',
    '@a/.b',
    'a%2fb',
    'node_modules',
    'half-a-character-\ud800',
  ])('"%s" is no name at all', (name) => {
    expect(asPackageName(name)).toBeUndefined();
    expect(() => parsePackageName(name)).toThrow(/is not a valid package name/);
  });

  test('scope and base are told apart', () => {
    const [scoped, plain] = [parsePackageName('@acme/tool'), parsePackageName('tool')];
    expect([scopeOf(scoped), unscopedName(scoped)]).toEqual(['@acme', 'tool']);
    expect([scopeOf(plain), unscopedName(plain)]).toEqual([undefined, 'tool']);
  });

  test('names look alike when case, dashes, dots and underscores are all that differs', () => {
    expect(new Set(['foo-bar', 'foo_bar', 'foo.bar', 'FooBar', 'f-oobar'].map(key)).size).toBe(1);
    expect(key('@my-org/x')).toBe(key('@myorg/x'));
    expect(key('@my/orgx')).not.toBe(key('@myorg/x'));
    expect(key('foobar')).not.toBe(key('@foo/bar'));
  });
});

describe('versions', () => {
  test.each(['1.0.0', '0.0.1-alpha.1', '10.20.30'])('%s is one', (text) => {
    expect(parseVersion(text)).toBe(text);
  });

  test.each(['1.0', 'v1.0.0', '=1.0.0', ' 1.0.0', '1.0.0+build', '01.0.0', 'latest', '', '1.0.0-'])(
    '"%s" is none',
    (text) => {
      expect(() => parseVersion(text)).toThrow(/version/);
    },
  );

  test('the highest is the highest release, or prerelease where there is no other', () => {
    expect(highestVersion(versions('1.0.0', '2.0.0-rc.1', '1.10.0', '1.9.0'))).toBe('1.10.0');
    expect(highestVersion(versions('1.0.0-a', '1.0.0-b'))).toBe('1.0.0-b');
    expect(highestVersion([])).toBeUndefined();
    expect(bestMatch(versions('1.0.0', '1.9.0', '2.0.0'), '^1')).toBe('1.9.0');
    expect(bestMatch(versions('1.0.0'), '^3')).toBeUndefined();
  });
});

describe('dist-tags', () => {
  test.each(['latest', 'beta', 'next-11', 'v1-lts', 'a.b_c~d'])('%s is one', (text) => {
    expect(parseTag(text)).toBe(text);
  });

  test.each([
    '',
    '1.0.0',
    'v1',
    '^2',
    '*',
    'x',
    '>=1',
    'a b',
    'a/b',
    'ä',
    '__proto__',
    'a'.repeat(215),
  ])('"%s" is none', (text) => {
    expect(() => parseTag(text)).toThrow(/tag/);
  });
});

test.each(['alice', 'a', 'a.b-c_d', '0x', 'a'.repeat(64)])('%s is a user name', (name) => {
  expect(asUserName(name)).toBe(name);
});

test.each(['', 'Alice', '-a', 'a-', 'a b', 'a/b', 'ä', 'a'.repeat(65), 'a\n'])(
  '%j is no user name',
  (name) => {
    expect(asUserName(name)).toBeUndefined();
  },
);
