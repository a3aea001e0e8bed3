import { describe, expect, test } from 'vitest';

import {
  END,
  entry,
  folder,
  inspect,
  longName,
  packageJson,
  packageWith,
  pax,
  rawPax,
  record,
  sign,
  tarball,
} from './archive.ts';

const LONG = `package/${'d/'.repeat(80)}${'é'.repeat(60)}.js`;
const BELOW = LONG.slice('package/'.length);

const pathsOf = async (...entries: readonly Buffer[]): Promise<readonly string[]> => {
  const { paths } = await inspect(packageWith(...entries));
  return [...paths].filter((path) => path !== 'package.json');
};

test('an extended header gives the next file its path, and only that', async () => {
  expect(await pathsOf(pax({ path: LONG }), entry('package/short'), entry('package/b'))).toEqual([
    BELOW,
    'b',
  ]);
});

test('an extended header without a path leaves the path alone', async () => {
  const times = rawPax(record('mtime', '1500000000.5') + record('SCHILY.xattr.user.a', 'b=\0'));
  expect(await pathsOf(times, entry('package/a'))).toEqual(['a']);
  expect(await pathsOf(rawPax(''), entry('package/a'))).toEqual(['a']);
  expect(await pathsOf(pax({ path: 'package/x/' }), folder('package/y/'))).toEqual([]);
});

test('a long name of GNU tar is the path of the next file', async () => {
  expect(await pathsOf(longName(LONG), entry('package/short'), entry('package/b'))).toEqual([
    BELOW,
    'b',
  ]);
});

test('a name that is cut inside of a character does no harm where another one replaces it', async () => {
  const cut = entry('package/a', '', { edit: (header) => (header[9] = 0xc3) });
  const headerOfCut = Buffer.from(pax({ path: LONG }));
  headerOfCut[12] = 0xc3;
  sign(headerOfCut);
  expect(await pathsOf(headerOfCut, cut)).toEqual([BELOW]);
  expect(await pathsOf(longName(LONG), cut)).toEqual([BELOW]);
  await expect(inspect(packageWith(cut))).rejects.toThrow('is not valid UTF-8');
});

test('package.json may be named by an extended header', async () => {
  const json = entry('package/other.json', '{"name":"real"}');
  const facts = await inspect(tarball(pax({ path: 'package/package.json' }), json));
  expect(facts.packageJson).toEqual({ name: 'real' });
  const twice = packageWith(pax({ path: 'package/package.json' }), json);
  await expect(inspect(twice)).rejects.toThrow('two package.json files');
});

test('a size in an extended header must be the one of the header', async () => {
  expect(await pathsOf(pax({ size: 3 }), entry('package/a', 'abc'))).toEqual(['a']);
  const other = packageWith(pax({ size: 512 }), entry('package/a', 'abc'));
  await expect(inspect(other)).rejects.toThrow('"package/a" has two sizes, 3 and 512');
  const zero = packageWith(pax({ size: 0 }), entry('package/a', entry('package/b')));
  await expect(inspect(zero)).rejects.toThrow('has two sizes');
});

describe('records that readers would understand differently are refused', () => {
  test.each([
    ['has a record without a length', 'path=package/b\n'],
    ['has a record without a length', ' path=package/b\n'],
    ['has a record without a length', '018 path=package/b\n'],
    ['has a record without a length', '1e1 path=a\n'],
    ['has a record without a length', '-5 a=b\n'],
    ['has a record without a length', `${record('comment', 'a')}\0\0`],
    ['has a record of wrong length', '17 path=package/b\n'],
    ['has a record of wrong length', '99 path=package/b\n'],
    ['has a record of wrong length', '1 path=package/b\n'],
    ['has a record without a key', '5 =a\n'],
    ['has a record without a key', '5 ab\n'],
    [
      'has a record with a line break in it',
      record('comment', `a\n${record('path', 'package/b')}`),
    ],
    ['says one thing twice', record('path', 'package/b') + record('path', 'package/c')],
    ['has an empty path', record('path', '')],
    ['has a size that is not a number', record('size', '0x3')],
    ['has a size that is not a number', record('size', '-3')],
    ['has a size that is not a number', record('size', '3 ')],
    ['has the record linkpath', record('linkpath', 'b')],
    ['has the record GNU.sparse.name', record('GNU.sparse.name', 'package/b')],
    ['has the record SCHILY.realsize', record('SCHILY.realsize', '3')],
  ])('%s: %j', async (message, content) => {
    const bytes = packageWith(rawPax(content), entry('package/a', 'abc'));
    await expect(inspect(bytes)).rejects.toThrow(`an extended header ${message}`);
  });

  test('and paths that are not UTF-8', async () => {
    const content = Buffer.from(record('path', 'package/b'));
    content[content.length - 2] = 0xff;
    const bytes = packageWith(rawPax(content), entry('package/a'));
    await expect(inspect(bytes)).rejects.toThrow('is not valid UTF-8');
    const name = entry('l', Buffer.from([0x70, 0xff, 0]), { type: 'L' });
    await expect(inspect(packageWith(name, entry('package/a')))).rejects.toThrow(
      'is not valid UTF-8',
    );
  });
});

test('names in extended headers obey the same rules as others', async () => {
  const names = ['../x', '/etc/x', 'package/../x', 'package/a\0b', 'package//package.json'];
  for (const name of names) {
    const bytes = packageWith(rawPax(record('path', name)), entry('package/a'));
    await expect(inspect(bytes)).rejects.toMatchObject({ code: 'invalid' });
    const gnu = packageWith(longName(name), entry('package/a'));
    await expect(inspect(gnu)).rejects.toMatchObject({ code: 'invalid' });
  }
  const endless = packageWith(entry('l', 'package/b', { type: 'L' }), entry('package/a'));
  await expect(inspect(endless)).rejects.toThrow('a long name does not end');
  const empty = packageWith(longName(''), entry('package/a'));
  await expect(inspect(empty)).rejects.toThrow('has an empty path');
});

test('a link that an extended header names is refused by that name', async () => {
  const link = packageWith(pax({ path: 'package/shown' }), entry('package/a', '', { type: '2' }));
  await expect(inspect(link)).rejects.toThrow('"package/shown" is a symbolic link');
});

describe('a header for a file must be followed by that file', () => {
  const message = 'is a header where a file should follow another header';
  test.each<[string, Buffer[]]>([
    ['two extended headers', [pax({ path: 'package/b' }), pax({ size: 0 })]],
    ['an extended header and a long name', [pax({ size: 0 }), longName('package/b')]],
    ['a long name and an extended header', [longName('package/b'), pax({ size: 0 })]],
    ['two long names', [longName('package/b'), longName('package/c')]],
    ['a global header between', [pax({ path: 'package/b' }), rawPax('', 'g')]],
  ])('%s', async (_name, headers) => {
    await expect(inspect(packageWith(...headers, entry('package/a')))).rejects.toThrow(message);
  });

  test('and not by the end', async () => {
    const bytes = packageWith(pax({ path: 'package/b' }));
    await expect(inspect(bytes)).rejects.toThrow('its last header belongs to no file');
  });
});

test('global headers may comment, but not name files or sizes', async () => {
  const comment = rawPax(record('comment', '8d87365d3a40599913a5c7b5f9f1cd2dc6eadade'), 'g');
  expect(await pathsOf(comment, entry('package/a'))).toEqual(['a']);
  expect(await inspect(tarball(comment, packageJson()))).toMatchObject({ fileCount: 1 });
  for (const fields of [{ path: 'package/b' }, { size: 3 }]) {
    const bytes = packageWith(pax(fields, true), entry('package/a', 'abc'));
    await expect(inspect(bytes)).rejects.toThrow('global header that sets the path or size');
  }
  const link = packageWith(pax({ linkpath: 'b' }, true), entry('package/a', 'abc'));
  await expect(inspect(link)).rejects.toThrow('has the record linkpath');
});

test('extended headers with a target or without a name are refused, as npm skips them', async () => {
  const target = entry('PaxHeader/x', record('path', 'package/b'), {
    type: 'x',
    edit: (header) => void header.write('target', 157),
  });
  await expect(inspect(packageWith(target, entry('package/a')))).rejects.toThrow('has a target');
  const nameless = entry('x', record('path', 'package/b'), {
    type: 'x',
    edit: (header) => void header.fill(0, 0, 100),
  });
  await expect(inspect(packageWith(nameless, entry('package/a')))).rejects.toThrow('has no name');
});

test('an extended header above npm’s limit is refused, as npm skips it', async () => {
  const value = 'x'.repeat(2 ** 20);
  const bytes = packageWith(rawPax(record('comment', value)), entry('package/a'));
  await expect(inspect(bytes)).rejects.toThrow('is a header of more than 1 MB');
  const under = record('comment', 'x'.repeat(2 ** 20 - 100));
  expect(await pathsOf(rawPax(under), entry('package/a'))).toEqual(['a']);
  await expect(inspect(packageWith(rawPax(under), END))).rejects.toThrow('belongs to no file');
});
