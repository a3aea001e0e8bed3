import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { TarballFacts } from '#domain/tarball/package-content.ts';

import { inspect } from './archive.ts';

const run = promisify(execFile);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tarball-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<string> {
  const project = await mkdtemp(join(folder, 'project-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), content);
  }
  return project;
}

/** Headers cut these after 100 bytes: one of them inside of a character. */
const LONG = `lib/${'deep/'.repeat(25)}${'ñ'.repeat(90)}.js`;
const LONGER = `lib/${'ñ'.repeat(100)}.js`;
const LONGEST = `lib/x${'ñ'.repeat(100)}.js`;
const PROJECT = {
  'package.json': JSON.stringify({
    name: '@s/p',
    version: '1.2.3',
    bin: { p: 'cli.js' },
    dependencies: { dep: '1.0.0' },
    bundleDependencies: ['dep'],
  }),
  'cli.js': '#!/usr/bin/env node\n',
  'README.md': '# Packed\n',
  'lib/ünïcode 日本.js': 'export {};\n',
  [LONG]: 'export {};\n',
  [LONGER]: '',
  [LONGEST]: '',
  'empty.txt': '',
  'node_modules/dep/package.json': JSON.stringify({ name: 'dep', version: '1.0.0' }),
  'node_modules/dep/index.js': 'module.exports = 1;\n',
};

describe('npm pack', () => {
  interface Packed {
    readonly filename: string;
    readonly unpackedSize: number;
    readonly entryCount: number;
    readonly files: readonly { readonly path: string }[];
  }

  async function pack(files: Readonly<Record<string, string>>): Promise<[TarballFacts, Packed]> {
    const project = await write(files);
    const env = { ...process.env, npm_config_cache: join(folder, 'cache') };
    const args = ['pack', '--json', '--offline', '--ignore-scripts'];
    const { stdout } = await run('npm', args, { cwd: project, env });
    const [packed] = JSON.parse(stdout) as [Packed];
    return [await inspect(await readFile(join(project, packed.filename))), packed];
  }

  test('a package with a bin, a bundled dependency and long names is read as npm lists it', async () => {
    const [facts, packed] = await pack(PROJECT);
    expect(facts.packageJson).toMatchObject({ name: '@s/p', version: '1.2.3' });
    expect(facts.paths).toEqual(new Set(packed.files.map(({ path }) => path)));
    expect(facts.paths).toEqual(new Set(Object.keys(PROJECT)));
    expect(facts.unpackedSize).toBe(packed.unpackedSize);
    expect(facts.fileCount).toBe(packed.entryCount);
    expect(facts.readme).toEqual({ filename: 'README.md', text: '# Packed\n' });
  });

  test('a package of nothing but a package.json', async () => {
    const [facts] = await pack({ 'package.json': '{"name":"p","version":"1.0.0"}' });
    expect(facts).toMatchObject({ fileCount: 1, readme: undefined });
  });
});

/** Whether this machine's tar is GNU's. */
function hasGnuTar(): boolean {
  try {
    return execFileSync('tar', ['--version'], { encoding: 'utf8' }).includes('GNU tar');
  } catch {
    return false;
  }
}

async function packByGnu(...options: readonly string[]): Promise<TarballFacts> {
  const project = await write(PROJECT);
  const file = join(folder, 'gnu.tgz');
  const rename = ['--transform', 's,^[.],package,', '-C', project, '.'];
  await run('tar', ['-czf', file, ...options, ...rename]);
  return inspect(await readFile(file));
}

const gnuTar = hasGnuTar();
if (!gnuTar) console.log('GNU tar is skipped: the tar on this machine is another one');

describe.skipIf(!gnuTar)('GNU tar', () => {
  test.each(['gnu', 'posix', 'pax'])('an archive in format %s', async (format) => {
    const facts = await packByGnu(`--format=${format}`);
    expect(facts.paths).toEqual(new Set(Object.keys(PROJECT)));
    expect(facts.readme?.text).toBe('# Packed\n');
  });

  test('an archive with large owner numbers, sorted and padded', async () => {
    const facts = await packByGnu(
      '--owner=u:4000000000',
      '--group=g:4000000000',
      '--sort=name',
      '-b64',
    );
    expect(facts.fileCount).toBe(Object.keys(PROJECT).length);
  });

  test('an archive of an old format is refused', async () => {
    const project = await write({ 'package.json': '{}' });
    const file = join(folder, 'v7.tgz');
    await run('tar', [
      '-czf',
      file,
      '--format=v7',
      '-C',
      dirname(project),
      project.split('/').at(-1) ?? '',
    ]);
    await expect(inspect(await readFile(file))).rejects.toThrow('neither POSIX nor GNU tar');
  });
});
