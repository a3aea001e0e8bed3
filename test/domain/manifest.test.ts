import { describe, expect, test } from 'vitest';

import { buildManifest, type Json } from '#domain/manifest.ts';

const build = (packageJson: Json, client: Json = {}, paths: readonly string[] = []): Json =>
  buildManifest(client, {
    packageJson: { name: '@s/n', version: '1.0.0', ...packageJson },
    paths: new Set(['package.json', ...paths]),
  });

describe('the stored manifest', () => {
  test('takes all that decides an install from the tarball, whatever the publisher sends', () => {
    const own = {
      dependencies: { a: '1' },
      optionalDependencies: { o: '1' },
      peerDependencies: { p: '1' },
      peerDependenciesMeta: { p: { optional: true } },
      devDependencies: { d: '1' },
      scripts: { test: 'true' },
      bin: { tool: 'tool.js' },
      engines: { node: '>=20' },
      os: ['linux'],
      cpu: ['x64'],
      libc: ['glibc'],
      main: 'index.js',
      exports: { '.': './index.js' },
    };
    const evil = Object.fromEntries(Object.keys(own).map((key) => [key, { evil: '*' }]));
    expect(build(own, { ...evil, funding: 'x', unknown: 1 })).toEqual({
      name: '@s/n',
      version: '1.0.0',
      ...own,
    });
  });

  test('lets the publisher word what only people read', () => {
    const client = {
      repository: { type: 'git', url: 'git+https://x' },
      gitHead: 'abc',
      license: 'MIT',
    };
    expect(build({ repository: 'x/y', license: 'mit' }, client)).toMatchObject(client);
  });

  test('has nothing that only the registry may say', () => {
    const forged = {
      _id: 'x',
      _npmUser: { name: 'admin' },
      dist: { tarball: 'http://evil' },
      deprecated: 'no',
      maintainers: [],
      hasInstallScript: false,
      _hasShrinkwrap: false,
      readme: 'x',
    };
    expect(build(forged, forged)).toEqual({ name: '@s/n', version: '1.0.0' });
  });

  test.each([
    ['./cli.js', { n: 'cli.js' }],
    [{ '@s/n': 'cli.js' }, { n: 'cli.js' }],
    [
      { tool: '../../etc/passwd', '../x': 'a.js' },
      { tool: 'etc/passwd', x: 'a.js' },
    ],
    [['a/one.js'], { 'one.js': 'a/one.js' }],
    [42, undefined],
  ])('has `bin` %j as an object of safe paths', (declared, bin) => {
    expect(build({ bin: declared })['bin']).toEqual(bin);
  });

  test('has the files of `directories.bin` as commands', () => {
    const paths = ['bin/one.js', 'bin/.hidden', 'bin/sub/two', 'other.js'];
    expect(build({ directories: { bin: './bin' } }, {}, paths)['bin']).toEqual({
      'one.js': 'bin/one.js',
      two: 'bin/sub/two',
    });
  });

  test.each([
    [{ scripts: { preinstall: 'x' } }, [], true],
    [{ scripts: { install: 'x' } }, [], true],
    [{ scripts: { postinstall: 'x' } }, [], true],
    [{ scripts: { test: 'x' } }, [], undefined],
    [{}, ['binding.gyp'], true],
    [{ gypfile: false }, ['binding.gyp'], undefined],
    [{}, ['sub/binding.gyp'], undefined],
  ])('%j with %j runs something when it is installed: %s', (packageJson, paths, expected) => {
    expect(build(packageJson, {}, paths)['hasInstallScript']).toBe(expected);
  });

  test('says how a package with a binding.gyp is built, as npm does', () => {
    expect(build({}, {}, ['binding.gyp'])).toMatchObject({
      gypfile: true,
      scripts: { install: 'node-gyp rebuild' },
    });
  });

  test.each([
    [{ bundledDependencies: ['a'] }, ['a']],
    [{ bundleDependencies: true, dependencies: { a: '1', b: '1' } }, ['a', 'b']],
    [{ bundleDependencies: { a: '1' } }, ['a']],
    [{ bundleDependencies: false }, undefined],
  ])('has bundled dependencies of %j as %j', (packageJson, list) => {
    const manifest = build(packageJson);
    expect([manifest['bundleDependencies'], manifest['bundledDependencies']]).toEqual([
      list,
      undefined,
    ]);
  });

  test('drops what is no range, and notes a shrinkwrap', () => {
    const manifest = build({ dependencies: { a: '1', b: 2 }, devDependencies: [] }, {}, [
      'npm-shrinkwrap.json',
    ]);
    expect(manifest).toEqual({
      name: '@s/n',
      version: '1.0.0',
      dependencies: { a: '1' },
      _hasShrinkwrap: true,
    });
  });

  test('is not confused by keys that mean something to JavaScript', () => {
    const evil = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as Json;
    const manifest = build(evil, evil);
    expect(Object.getPrototypeOf(manifest)).toBe(Object.prototype);
    expect(({} as Json)['polluted']).toBeUndefined();
  });
});
