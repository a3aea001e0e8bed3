import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { folder } from '../../target.ts';
import { verdaccioStorage } from '../../verdaccio/storage.ts';

/** Of nobody; it is never to be seen. */
export const TOKEN = 'pantry_of_nobody_1';

/** As far as it is asked of itself: what it tells of registries is not its own. */
const NPM = `#!/bin/sh
[ "$1" = --version ] && echo 11.19.0 && exit
[ "$3" = --help ] && echo --allow-publish && exit
[ "$1" = install ] && exec sleep 60
exit 1
`;

/** Somebody's machine: a home that is logged in, a project, and a folder for what is temporary. */
export interface Scene {
  readonly root: string;
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  look(): Readonly<Record<string, string>>;
}

function put(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

export function sceneAt(url: string): Scene {
  const root = folder();
  const [home, project, temporary, programs] = ['home', 'project', 'tmp', 'bin'].map((name) =>
    path.join(root, name),
  ) as [string, string, string, string];
  mkdirSync(temporary);
  put(path.join(programs, 'npm'), NPM);
  chmodSync(path.join(programs, 'npm'), 0o755);
  const kept = { current: url, registries: { [url]: { token: TOKEN, user: 'ann' } } };
  put(path.join(home, '.pantry', 'credentials'), JSON.stringify(kept));
  put(path.join(home, '.npmrc'), `//${new URL(url).host}/:_authToken=${TOKEN}\n`);
  const manifest = { name: 'hello', version: '1.0.0', files: ['index.js'] };
  put(path.join(project, '.gitignore'), '.env\n');
  put(path.join(project, 'package.json'), JSON.stringify(manifest));
  put(path.join(project, 'index.js'), '');
  const packages = { 'node_modules/left-pad': { version: '1.0.0' } };
  put(path.join(project, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  mkdirSync(path.join(project, 'storage'));
  verdaccioStorage(path.join(project, 'storage')).publish('hello', { '1.0.0': {} });
  return {
    root,
    project,
    env: {
      PATH: [programs, process.env['PATH']].join(path.delimiter),
      HOME: home,
      PREFIX: home,
      TMPDIR: temporary,
      // What Node keeps of the command is no trace of a run.
      NODE_COMPILE_CACHE: path.join(tmpdir(), 'pantry-compiled'),
      PANTRY_TOKEN: TOKEN,
    },
    look: () => look(root),
  };
}

/** Every file below by its path: what it is, and what is in it. */
export function look(root: string): Readonly<Record<string, string>> {
  const names = readdirSync(root, { recursive: true }).map(String).toSorted();
  return Object.fromEntries(names.map((name) => [name, tellOf(path.join(root, name))]));
}

function tellOf(file: string): string {
  const info = lstatSync(file);
  if (info.isSymbolicLink()) return readlinkSync(file);
  const mode = info.mode.toString(8);
  if (!info.isFile()) return mode;
  return `${mode} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
}

/** What differs between two looks. */
export const changed = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
