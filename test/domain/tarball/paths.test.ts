import { describe, expect, test } from 'vitest';

import {
  entry,
  folder,
  inspect,
  packageJson,
  packageWith,
  rawPax,
  record,
  tarball,
} from './archive.ts';

/** Names of any kind fit into an extended header. */
const named = (path: string, type = '0'): Buffer[] => [
  rawPax(record('path', path)),
  entry('package/named', '', { type }),
];

describe('a path that could leave its folder is refused', () => {
  test.each([
    ['is an absolute path', '/etc/passwd'],
    ['is an absolute path', '//server/share'],
    ['leads out of its folder', '../a'],
    ['leads out of its folder', 'package/../a'],
    ['leads out of its folder', 'package/a/..'],
    ['leads out of its folder', 'package/.. /a'],
    ['leads out of its folder', 'package/.../a'],
    ['leads out of its folder', 'package/ /a'],
    ['leads out of its folder', '..'],
    ['has a backslash', String.raw`package\a`],
    ['has a backslash', String.raw`package/..\..\a`],
    ['has a drive letter', 'c:/a'],
    ['has a drive letter', 'package/C:/a'],
    ['has a drive letter', 'package/c:../a'],
    ['has a drive letter', 'package/a/c:b'],
    ['has an empty folder name', 'package//a'],
    ['has an empty folder name', 'package/a//b'],
    ['starts with "./"', './package/a'],
    ['starts with "./"', './a'],
    ['ends with "."', 'package/a/.'],
    ['has a control character', 'package/a\tb'],
    ['has a control character', 'package/a\u007f'],
    ['has a control character', 'package/a\u0085'],
    ['is longer than 1024 characters', `package/${'d/'.repeat(600)}a`],
  ])('%s: %j', async (message, path) => {
    await expect(inspect(packageWith(...named(path)))).rejects.toThrow(message);
    const ofFolder = packageWith(...named(`${path}/`, '5'));
    await expect(inspect(ofFolder)).rejects.toMatchObject({ code: 'invalid' });
  });
});

test('paths are shortened in errors, and their control characters escaped', async () => {
  const path = `package/\u001b[31m${'a'.repeat(500)}`;
  await expect(inspect(packageWith(...named(path)))).rejects.toThrow(
    `the tarball's entry "package/\\u001b[31m${'a'.repeat(46)}…" has a control character`,
  );
});

test('unusual names that are harmless pass', async () => {
  const names = ['a b', 'ä', '日本', '.hidden', 'a..b', '...a', "it's", 'ab:c', '*', '@s/n', 'con'];
  const { paths } = await inspect(
    packageWith(...names.flatMap((name) => named(`package/${name}`))),
  );
  expect([...paths]).toEqual(['package.json', ...names]);
});

test('a single dot is passed over, as pnpm 8 packed it and every client reads it', async () => {
  const { paths, fileCount } = await inspect(
    packageWith(entry('package/./dist/index.js'), entry('package/dist/index.js')),
  );
  expect([...paths]).toEqual(['package.json', 'dist/index.js']);
  expect(fileCount).toBe(3);
});

test('a file outside of the package folder is refused, because npm leaves it out', async () => {
  await expect(inspect(packageWith(entry('package.json', '{}')))).rejects.toThrow(
    'is not inside of the package folder',
  );
  await expect(inspect(packageWith(entry('package')))).rejects.toThrow('is not inside');
  await expect(inspect(packageWith(...named('package/.')))).rejects.toThrow('ends with "."');
});

test('a second package folder is refused, because clients would mix the two', async () => {
  const message = 'the tarball has two package folders, "package" and';
  const others = ['other/package.json', 'other/a', 'Package/a', 'package /a', 'package./a'];
  for (const other of others) {
    await expect(inspect(packageWith(...named(other)))).rejects.toThrow(message);
  }
  await expect(inspect(packageWith(folder('other/')))).rejects.toThrow(message);
});

describe('package.json by another name is refused', () => {
  test.each([
    'package/./package.json',
    'package//package.json',
    'package/Package.json',
    'package/PACKAGE.JSON',
    'package/pac\u212Aage.json',
    'package/package.j\u017Fon',
    'package/package.json.',
    'package/package.json ',
    'package/package.json . .',
    'package/package.json::$DATA',
    'package/package.json:stream',
    'package/pack\u200Bage.json',
    'package/\uFEFFpackage.json',
    'package/ｐackage.json',
    'package/PACKAG~1.JSO',
    'package/package.json/a',
    'package/Package.json/a',
  ])('%j', async (path) => {
    await expect(inspect(packageWith(...named(path)))).rejects.toMatchObject({ code: 'invalid' });
    const before = tarball(...named(path), packageJson());
    await expect(inspect(before)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('as a folder', async () => {
    const message = 'is package.json by another name';
    await expect(inspect(packageWith(folder('package/package.json/')))).rejects.toThrow(message);
    await expect(inspect(packageWith(folder('package/package.json')))).rejects.toThrow('both as');
  });

  test('but not in other folders', async () => {
    const names = [
      'lib/package.json',
      'node_modules/a/package.json',
      'package.json.bak',
      'a/P.json',
    ];
    const entries = names.flatMap((name) => named(`package/${name}`));
    expect((await inspect(packageWith(...entries))).paths.size).toBe(5);
  });
});

test('two package.json are refused', async () => {
  const twice = packageWith(entry('package/package.json', '{"name":"other"}'));
  await expect(inspect(twice)).rejects.toThrow('the tarball has two package.json files');
  await expect(inspect(packageWith(packageJson()))).rejects.toThrow('two package.json files');
});

test('other files may come twice: bun packs one with two bin names so', async () => {
  const cli = entry('package/cli.js', 'run();');
  const facts = await inspect(packageWith(cli, cli));
  expect(facts).toMatchObject({ fileCount: 3, paths: new Set(['package.json', 'cli.js']) });
});

test('files that differ in case are two files', async () => {
  const { paths } = await inspect(packageWith(entry('package/A.js'), entry('package/a.js')));
  expect(paths.size).toBe(3);
});

test('a path cannot be a file and a folder', async () => {
  const message = '"a" both as a file and as a folder';
  const [file, inside] = [entry('package/a'), entry('package/a/b')];
  await expect(inspect(packageWith(file, inside))).rejects.toThrow(message);
  await expect(inspect(packageWith(inside, file))).rejects.toThrow(message);
  await expect(inspect(packageWith(file, folder('package/a/')))).rejects.toThrow(message);
  await expect(inspect(packageWith(folder('package/a/'), file))).rejects.toThrow(message);
  const deep = entry('package/a/b/c/d');
  await expect(inspect(packageWith(file, deep))).rejects.toThrow(message);
});
