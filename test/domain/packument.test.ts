import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import type { Package, Release } from '#domain/package.ts';
import { formOf, type PackumentSource, renderPackument, renderVersion } from '#domain/packument.ts';
import { parseVersion } from '#domain/version.ts';

const name = parsePackageName('@acme/tool');
const BASE = 'https://npm.example.com/path';

const release = (version: string, extra: Partial<Release> = {}): Release => ({
  name,
  version: parseVersion(version),
  rev: 1,
  publishedAt: `2030-01-0${version[0]}T00:00:00.000Z`,
  publisher: { name: 'alice', email: 'alice@example.com' },
  integrity: 'sha512-x',
  shasum: 'abc',
  size: 100,
  unpackedSize: 300,
  fileCount: 3,
  signatures: [{ keyid: 'k', sig: 's' }],
  manifest: JSON.stringify({
    name,
    version,
    description: `version ${version}`,
    dependencies: { a: '1' },
    scripts: { test: 'x' },
    libc: ['musl'],
  }),
  ...extra,
});

const pkg: Package = {
  name,
  rev: 7,
  createdAt: '2030-01-01T00:00:00.000Z',
  changeId: 'c',
  modifiedAt: '2030-01-09T00:00:00.000Z',
  owners: [{ name: 'alice', email: 'alice@example.com' }],
  visibility: 'public',
  distTags: { latest: parseVersion('2.0.0') },
  stars: 1,
};

const render = (extra: Partial<PackumentSource> = {}) => {
  const source = {
    pkg,
    releases: [release('2.0.0'), release('1.0.0', { deprecated: 'old' })],
    stars: ['bob'],
    readme: { text: 'hello', filename: 'README.md' },
    ...extra,
  };
  const { full, abbreviated } = renderPackument(source, BASE);
  return { full: JSON.parse(full), abbreviated: JSON.parse(abbreviated) };
};

describe('a rendered document', () => {
  test('has versions in order, complete times and the latest on top', () => {
    const { full } = render();
    expect(Object.keys(full.versions)).toEqual(['1.0.0', '2.0.0']);
    expect(full.time).toEqual({
      created: '2030-01-01T00:00:00.000Z',
      modified: '2030-01-09T00:00:00.000Z',
      '1.0.0': '2030-01-01T00:00:00.000Z',
      '2.0.0': '2030-01-02T00:00:00.000Z',
    });
    expect(full).toMatchObject({
      _rev: expect.stringMatching(/^7-/),
      description: 'version 2.0.0',
      users: { bob: true },
      readme: 'hello',
      readmeFilename: 'README.md',
    });
  });

  test('has its tarballs below the URL that clients use', () => {
    const { full, abbreviated } = render();
    for (const document of [full, abbreviated]) {
      expect(document.versions['1.0.0'].dist.tarball).toBe(`${BASE}/@acme/tool/-/tool-1.0.0.tgz`);
    }
  });

  test('says in the abbreviated form what an install needs, and nothing else', () => {
    const { abbreviated } = render();
    expect(Object.keys(abbreviated)).toEqual(['name', 'modified', 'dist-tags', 'time', 'versions']);
    expect(abbreviated.versions['1.0.0']).toEqual({
      name,
      version: '1.0.0',
      dependencies: { a: '1' },
      libc: ['musl'],
      deprecated: 'old',
      dist: {
        integrity: 'sha512-x',
        shasum: 'abc',
        tarball: `${BASE}/@acme/tool/-/tool-1.0.0.tgz`,
        fileCount: 3,
        unpackedSize: 300,
        signatures: [{ keyid: 'k', sig: 's' }],
      },
    });
    expect(abbreviated.versions['2.0.0']).not.toHaveProperty('deprecated');
  });

  test('shows the beginning of a long README only', () => {
    const { full } = render({ readme: { text: 'x'.repeat(200_000), filename: 'README.md' } });
    expect(full.readme).toHaveLength(65_536);
  });

  test('of a version by itself says when it was published', () => {
    expect(renderVersion(release('1.0.0'), BASE)).toMatchObject({
      _id: '@acme/tool@1.0.0',
      _time: '2030-01-01T00:00:00.000Z',
      scripts: { test: 'x' },
    });
  });
});

test.each([
  [undefined, 'full'],
  ['*/*', 'full'],
  ['application/json', 'full'],
  ['application/json; q=1.0, */*', 'full'],
  ['application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*', 'abbreviated'],
  ['application/vnd.npm.install-v1+json', 'abbreviated'],
] as const)('accept %s asks for the %s form', (accept, form) => {
  expect(formOf(accept)).toBe(form);
});
