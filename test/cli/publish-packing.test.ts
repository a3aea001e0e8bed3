import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { npm11, npm12, type Program } from '../clients/clients.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { pantry } from './run.ts';

const registry = await server();
const alice = await user(registry, 'alice');
const execute = promisify(execFile);

/** By path: a text, an object that becomes JSON, or a link to somewhere. */
type Content = Readonly<Record<string, string | object | { readonly link: string }>>;

interface Fixture {
  readonly content: Content;
  /** The folder that is packed. */
  readonly at?: string;
  /** Files that can be executed. */
  readonly executable?: readonly string[];
  /** Those of npm that pack it so; it is the newest where they differ. */
  readonly as?: readonly Program[];
}

const manifest = (more: object = {}): object => ({ name: 'fixture', version: '1.0.0', ...more });

const FIXTURES: Readonly<Record<string, Fixture>> = {
  'all that is there': {
    content: {
      'package.json': manifest(),
      'index.js': '1',
      'lib/a.js': '2',
      'README.md': '# x',
      LICENSE: 'y',
      '.npmrc': 'a=b',
      'package-lock.json': '{}',
      'npm-debug.log': 'z',
      '.git/config': 'z',
      '.DS_Store': 'z',
      'node_modules/ms/package.json': { name: 'ms', version: '1.0.0' },
    },
  },
  'only what "files" names': {
    content: {
      'package.json': manifest({ files: ['dist', 'lib/*.js', '!lib/not.js'] }),
      'dist/a/b.js': '1',
      'lib/a.js': '2',
      'lib/not.js': '3',
      'other.js': '4',
      'README.md': '# x',
      'LICENCE.txt': 'y',
    },
    as: [npm12],
  },
  'main, browser and bin outside of "files"': {
    content: {
      'package.json': manifest({
        files: ['dist'],
        main: 'main.js',
        browser: 'browser.js',
        bin: { tool: './bin/tool.js' },
      }),
      'dist/a.js': '1',
      'main.js': '2',
      'browser.js': '3',
      'bin/tool.js': '4',
      'other.js': '5',
    },
  },
  'without what .npmignore names, whatever .gitignore does': {
    content: {
      'package.json': manifest(),
      '.npmignore': '*.test.js\n/secret\n',
      '.gitignore': 'dist\n',
      'dist/a.js': '1',
      'a.test.js': '2',
      'secret/a': '3',
      'lib/.npmignore': 'b.js\n',
      'lib/a.js': '4',
      'lib/b.js': '5',
    },
  },
  'without what .gitignore names': {
    content: { 'package.json': manifest(), '.gitignore': 'dist\n', 'dist/a.js': '1', 'b.js': '2' },
  },
  'bundled dependencies with theirs': {
    content: {
      'package.json': manifest({
        dependencies: { one: '1', left: '1' },
        bundleDependencies: ['one'],
      }),
      'node_modules/one/package.json': {
        name: 'one',
        version: '1.0.0',
        dependencies: { two: '1', one: '1' },
      },
      'node_modules/one/index.js': '1',
      'node_modules/one/.npmignore': 'index.js',
      'node_modules/one/node_modules/two/package.json': {
        name: 'two',
        version: '2.0.0',
        dependencies: { three: '1' },
      },
      'node_modules/two/package.json': { name: 'two', version: '1.0.0' },
      'node_modules/three/package.json': { name: 'three', version: '1.0.0' },
      'node_modules/three/a.js': '3',
      'node_modules/left/package.json': { name: 'left', version: '1.0.0' },
    },
  },
  'a bundled dependency that is linked': {
    content: {
      'package.json': manifest({ dependencies: { one: '1' }, bundleDependencies: ['one'] }),
      'packages/one/package.json': { name: 'one', version: '1.0.0' },
      'packages/one/index.js': '1',
      'packages/one/.npmignore': 'not.js',
      'packages/one/not.js': '2',
      'node_modules/one': { link: '../packages/one' },
    },
  },
  'no links': {
    content: {
      'package.json': manifest(),
      'a.js': '1',
      'b.js': { link: 'a.js' },
      elsewhere: { link: '..' },
    },
  },
  'modes as they are, and binaries executable': {
    content: {
      'package.json': manifest({ bin: { a: 'a.js', b: 'bin/b.js' } }),
      'a.js': '1',
      'bin/b.js': '2',
      'c.sh': '3',
      'd.txt': '4',
    },
    executable: ['c.sh'],
  },
  'a name in a scope, and names that sort in odd ways': {
    content: {
      'package.json': { name: '@acme/fixture', version: '1.0.0-rc.1+build' },
      'b.css': '1',
      'B.js': '2',
      'a/ä.js': '3',
      'a b.js': '4',
      ['deep/'.repeat(30) + 'long-name-of-a-file.js']: '5',
    },
  },
  'a package of a workspace, with what ignores files above it': {
    content: {
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
      '.npmignore': '*.map\n',
      'packages/a/package.json': manifest(),
      'packages/a/a.js': '1',
      'packages/a/a.js.map': '2',
      'packages/b/package.json': { name: 'b', version: '1.0.0' },
    },
    at: 'packages/a',
  },
  'a project with packages in it': {
    content: {
      'package.json': manifest({ workspaces: ['packages/*'] }),
      'a.js': '1',
      'packages/b/package.json': { name: 'b', version: '1.0.0', files: ['b.js'] },
      'packages/b/b.js': '2',
      'packages/b/not.js': '3',
      // Which counts nowhere beside a package.json, in a project with workspaces.
      'packages/b/.npmignore': 'ignored.js',
      'packages/b/ignored.js': '4',
    },
  },
  'no patches of the project': {
    content: {
      'package.json': manifest({ patchedDependencies: { 'ms@1.0.0': 'patches/ms.patch' } }),
      'patches/ms.patch': '1',
      'a.js': '2',
    },
    as: [npm12],
  },
};

function create({ content, executable = [], at = '.' }: Fixture): string {
  const root = folder();
  for (const [file, what] of Object.entries(content)) {
    const full = path.join(root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    if (typeof what === 'string') writeFileSync(full, what);
    else if ('link' in what) symlinkSync(what.link, full);
    else writeFileSync(full, JSON.stringify(what, null, 2));
  }
  for (const file of executable) chmodSync(path.join(root, file), 0o755);
  return path.join(root, at);
}

/** What npm makes of the folder. */
async function packedBy({ command }: Program, cwd: string): Promise<Record<string, unknown>> {
  const [file = '', ...args] = command;
  const env = { PATH: process.env['PATH'], HOME: folder() };
  const given = [...args, 'pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await execute(file, given, { cwd, env });
  const [packed] = Object.values(JSON.parse(stdout));
  return packed as Record<string, unknown>;
}

const sorted = (all: readonly { path: string }[]) => all.map((file) => file.path).toSorted();

const dryRun = async (cwd: string, ...args: readonly string[]) =>
  pantry(cwd, ['publish', '--dry-run', '--json', '--tag', 'next', ...args], {
    PANTRY_REGISTRY: registry.url,
    PANTRY_TOKEN: alice.token,
  });

describe('pantry publish packs, byte for byte as npm', () => {
  test.each(Object.entries(FIXTURES))('%s', async (_, fixture) => {
    const cwd = create(fixture);
    const { stdout, stderr } = await dryRun(cwd);
    expect(stderr).toBe('');
    const { integrity, files } = JSON.parse(stdout);
    for (const npm of fixture.as ?? [npm11, npm12]) {
      const expected = await packedBy(npm, cwd);
      const theirs = expected['files'] as { path: string }[];
      expect(sorted(files)).toEqual(sorted(theirs));
      expect(integrity).toBe(expected['integrity']);
    }
  });
});

describe('pantry publish', () => {
  test('sends what npm would send of package.json', async () => {
    const name = uniqueName();
    const cwd = create({
      content: {
        'package.json': {
          name,
          version: 'v1.2.3',
          bin: './cli.js',
          repository: 'acme/tool',
          bundledDependencies: false,
        },
        'cli.js': '1',
        'readme.md': '# Read',
        '.git/HEAD': 'ref: refs/heads/main\n',
        '.git/refs/heads/main': `${'a'.repeat(40)}\n`,
      },
    });
    const env = { PANTRY_REGISTRY: registry.url, PANTRY_TOKEN: alice.token };
    expect(await pantry(cwd, ['publish'], env)).toMatchObject({
      code: 0,
      stdout: `+ ${name}@1.2.3\n`,
    });
    const { body } = await alice.get(`/${name}/1.2.3`);
    expect(body).toMatchObject({
      bin: { [name]: 'cli.js' },
      repository: { type: 'git', url: 'git+https://github.com/acme/tool.git' },
      gitHead: 'a'.repeat(40),
      _nodeVersion: process.versions.node,
    });
    expect(JSON.stringify(body)).not.toContain(cwd);
    expect((await alice.get(`/${name}`)).body.readme).toBe('# Read');
  });
});
