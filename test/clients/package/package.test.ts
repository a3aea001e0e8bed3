import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { list } from 'tar';
import { describe, expect, test } from 'vitest';

import { publishDocument } from '../../packages.ts';
import { npm11, npm12 } from '../clients.ts';
import { home } from '../home.ts';
import { startRegistry } from '../registry.ts';
import { packCommand, VERSION } from './packed.ts';

const registry = await startRegistry();
const tarball = await packCommand();

describe('the package of the command', () => {
  test('holds what it runs and the licences of what is bundled, and nothing else', async () => {
    const files: string[] = [];
    await list({ file: tarball, onReadEntry: (entry) => void files.push(entry.path) });
    const parts = /^package\/dist\/registry\/[\w-]+\.mjs$/;
    expect(files.filter((file) => !parts.test(file)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'package/LICENSE',
      'package/README.md',
      'package/dist/LICENSES.md',
      'package/dist/client.cjs',
      'package/dist/pantry.mjs',
      'package/package.json',
    ]);
    expect(files.filter((file) => parts.test(file)).length).toBeGreaterThan(3);
  });

  test('has npm install nothing with it', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const kinds = [
      'dependencies',
      'optionalDependencies',
      'peerDependencies',
      'bundleDependencies',
    ];
    expect(kinds.filter((kind) => Object.hasOwn(manifest, kind))).toEqual([]);
    expect(manifest).toMatchObject({
      name: 'pantry-registry',
      bin: { pantry: 'dist/pantry.mjs' },
      engines: { node: '>=20.19' },
    });
    expect(manifest.private).toBeUndefined();
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
      expect(manifest.scripts[script]).toBeUndefined();
    }
  });

  // Node 20 reads all of it at each start: a megabyte takes it 22 ms, of the 60 that a start may take.
  test('has one file for what speaks with a registry, of at most 2 MB', () => {
    expect(statSync('dist/client.cjs').size).toBeLessThan(2_000_000);
  });
});

describe.each([npm11, npm12])('with $name', (npm) => {
  test('is run from its tarball, and nothing else is fetched', async () => {
    const alice = home(npm, registry);
    const before = await registry.requests();
    const { stdout } = await alice.run([
      'exec',
      '--yes',
      '--no-audit',
      '--no-update-notifier',
      '--package',
      tarball,
      '--',
      'pantry',
      '--version',
    ]);
    expect(stdout).toBe(`${VERSION}\n`);
    expect(await registry.requests()).toEqual(before);
  });

  test('is installed for all projects, alone', async () => {
    const alice = home(npm, registry);
    await alice.run(['install', '--global', '--prefix', alice.folder, tarball]);
    const { stdout } = await alice.run([
      'ls',
      '--global',
      '--prefix',
      alice.folder,
      '--all',
      '--json',
    ]);
    const installed = JSON.parse(stdout).dependencies;
    expect(Object.keys(installed)).toEqual(['pantry-registry']);
    expect(installed['pantry-registry'].dependencies).toBeUndefined();
    expect(await said(path.join(alice.folder, 'bin', 'pantry'), 'version')).toBe(`${VERSION}\n`);
  });
});

async function said(file: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  return text;
}

/** The page of a package that has a README: it is rendered by a thread, from a file of its own. */
async function readmeAt(url: string): Promise<string> {
  const put = async (where: string, body: unknown, token = ''): Promise<string> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const init = { method: 'PUT', headers, body: JSON.stringify(body) };
    return (await fetch(url + where, init)).text();
  };
  const user = { name: 'alice', password: 'a password of hers', email: 'alice@example.com' };
  const { token } = JSON.parse(await put('/-/user/org.couchdb.user:alice', user));
  const files = { 'README.md': '# Packed' };
  await put('/packed', publishDocument({ name: 'packed', version: '1.0.0' }, { files }), token);
  return (await fetch(`${url}/-/web/package/packed`)).text();
}

test('`pantry start` from the tarball serves a registry', async () => {
  const alice = home(npm11, registry);
  const [node = '', npm = ''] = npm11.command;
  const start = [
    'start',
    '--port',
    '0',
    '--data',
    path.join(alice.folder, 'data'),
    '--upstream',
    'none',
  ];
  const child = spawn(
    node,
    [npm, 'exec', '--yes', '--package', tarball, '--', 'pantry', ...start],
    {
      cwd: alice.folder,
      env: { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, HOME: alice.folder },
      stdio: ['ignore', 'pipe', 'inherit'],
      // It leads a process group, which ends together.
      detached: true,
    },
  );
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const ready = /^Pantry is ready at (http\S+)/.exec(line)?.[1];
        if (ready !== undefined) resolve(ready);
      });
    });
    expect(await readmeAt(url)).toContain('<h2 id="user-content-packed">Packed</h2>');
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGTERM');
  }
});
