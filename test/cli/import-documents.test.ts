import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';

import { differenceOf } from '../../cli/importing/difference.ts';
import { readDocument } from '../../cli/importing/read-document.ts';

const name = parsePackageName('left-pad');
const integrity = (letter: string): string => `sha512-${letter.repeat(86)}==`;
const manifest = (more: object = {}, dist: object = {}) => ({
  ...more,
  dist: { tarball: 'http://x/left-pad/-/left-pad-1.0.0.tgz', ...dist },
});

describe('the document of another registry', () => {
  test('is read whatever it lacks', () => {
    expect(readDocument(name, {})).toEqual({
      name,
      versions: [],
      tags: {},
      createdAt: undefined,
      modifiedAt: undefined,
      gone: [],
      owners: [],
      readme: undefined,
      visibility: undefined,
      leftOut: [],
    });
  });

  test.each([
    [
      'of the document',
      { maintainers: [{ name: 'a' }, 'b <b@example.com>', 7, { name: 'a' }] },
      ['a', 'b'],
    ],
    ['of the latest version', {}, ['c']],
  ])('has owners %s', (_, more, owners) => {
    const versions = {
      '1.0.0': manifest({ maintainers: ['x'] }),
      '2.0.0': manifest({ maintainers: [{ name: 'c' }] }),
    };
    const document = { ...more, versions, 'dist-tags': { latest: '2.0.0' } };
    expect(readDocument(name, document).owners).toEqual(owners);
  });

  test('without owners is of who published the latest version', () => {
    const versions = { '1.0.0': manifest({ _npmUser: { name: 'p' } }) };
    expect(readDocument(name, { versions }).owners).toEqual(['p']);
  });

  test.each([
    ['restricted', 'private'],
    ['public', 'public'],
    ['everybody', undefined],
  ])('says with publishConfig.access "%s" who may read it: %s', (access, visibility) => {
    const versions = { '1.0.0': manifest({ publishConfig: { access } }) };
    expect(readDocument(name, { versions }).visibility).toBe(visibility);
  });

  test('has dates, and no others; what has a date and no version is gone', () => {
    const document = {
      versions: { '1.0.0': manifest(), '1.0.1': manifest(), '1.0.2': manifest() },
      time: {
        created: '2020-01-01',
        modified: 7,
        '1.0.0': '2020-01-01T00:00:00+02:00',
        '1.0.1': 'yesterday',
        '1.0.2': '+123456-01-01T00:00:00Z',
        '0.9.0': '2019-01-01T00:00:00.000Z',
        unpublished: {},
      },
    };
    const read = readDocument(name, document);
    expect(read.versions.map(({ publishedAt }) => publishedAt)).toEqual([
      '2019-12-31T22:00:00.000Z',
      undefined,
      undefined,
    ]);
    expect([read.createdAt, read.modifiedAt, read.gone]).toEqual([
      '2020-01-01T00:00:00.000Z',
      undefined,
      ['0.9.0'],
    ]);
  });

  test('with tags that are none leaves them out', () => {
    const read = readDocument(name, { 'dist-tags': { ok: '1.0.0', '^1': '1.0.0', no: 1 } });
    expect([read.tags, read.leftOut]).toEqual([
      { ok: '1.0.0' },
      [{ reason: expect.stringContaining('reads as a version range') }],
    ]);
  });
});

describe('what is still to be brought', () => {
  const here = (version: object) => ({
    exists: true,
    tags: { latest: '1.0.0' },
    versions: { '1.0.0': { integrity: integrity('A'), shasum: 'abc', ...version } },
    taken: ['0.9.0'],
  });
  const difference = (dist: object, more: object = {}, there: object = {}) =>
    differenceOf(
      readDocument(name, {
        versions: { '1.0.0': manifest(more, dist) },
        'dist-tags': { latest: '1.0.0' },
      }),
      here(there),
    );

  test.each([
    ['the same hash', { integrity: integrity('A') }, [1, 0, 0]],
    ['the same hash among others', { integrity: `sha1-x ${integrity('A')}` }, [1, 0, 0]],
    ['the same old hash alone', { shasum: 'ABC' }, [1, 0, 0]],
    ['an old hash beside another', { integrity: integrity('B'), shasum: 'abc' }, [0, 0, 1]],
    ['another old hash', { shasum: 'abd' }, [0, 0, 1]],
    ['no hash: only its bytes tell', {}, [0, 1, 0]],
  ])('a version with %s', (_, dist, counts) => {
    const { present, todo, leftOut } = difference(dist);
    expect([present.length, todo.length, leftOut.length]).toEqual(counts);
  });

  test('texts are, where there is none here', () => {
    const dist = { integrity: integrity('A') };
    expect(difference(dist, { deprecated: 'old' }).deprecated).toEqual({ '1.0.0': 'old' });
    expect(difference(dist, { deprecated: 'old' }, { deprecated: 'x' }).deprecated).toEqual({});
  });

  test('numbers that are used up here are not, nor those that are known to be gone', () => {
    const pkg = readDocument(name, {
      versions: { '0.9.0': manifest(), '1.0.0': manifest({}, { integrity: integrity('A') }) },
      time: { '0.8.0': '2020-01-01' },
    });
    const { todo, leftOut, gone } = differenceOf(pkg, here({}));
    expect([todo, gone]).toEqual([[], ['0.8.0']]);
    expect(leftOut).toEqual([{ version: '0.9.0', reason: expect.stringContaining('unpublished') }]);
    const known = { ...here({}), taken: ['0.8.0', '0.9.0'] };
    expect(differenceOf(pkg, known).gone).toEqual([]);
  });

  test('versions that tags name come first, then the oldest', () => {
    const versions = Object.fromEntries(
      ['1.0.0', '1.1.0', '2.0.0'].map((version) => [version, manifest()]),
    );
    const time = { '1.0.0': '2020-01-02', '1.1.0': '2020-01-01', '2.0.0': '2020-01-03' };
    const document = { versions, time, 'dist-tags': { latest: '2.0.0' } };
    const nothing = { exists: false, tags: {}, versions: {}, taken: [] };
    const { todo, tags } = differenceOf(readDocument(name, document), nothing);
    expect(todo.map(({ version }) => version)).toEqual(
      ['2.0.0', '1.1.0', '1.0.0'].map(parseVersion),
    );
    expect(tags).toBe(true);
  });
});
