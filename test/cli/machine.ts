import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

import { type Outcome, pantry } from './run.ts';

const root = mkdtempSync(path.join(realpathSync(tmpdir()), 'pantry-machine-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Somebody's home, and a project beside it. */
export interface Machine {
  readonly home: string;
  readonly project: string;
}

/** With these files in the project. */
export function machine(files: Readonly<Record<string, string>>): Machine {
  const folder = mkdtempSync(path.join(root, 'machine-'));
  const [home, project] = [path.join(folder, 'home'), path.join(folder, 'project')];
  mkdirSync(home);
  mkdirSync(project);
  for (const [name, content] of Object.entries(files)) write(path.join(project, name), content);
  return { home, project };
}

export function write(file: string, content: string | Buffer): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A text of the project, or of anywhere by its whole path. */
export const text = ({ project }: Machine, name: string): string =>
  readFileSync(path.resolve(project, name), 'utf8');

/** Every file of the home and of the project, with its content. */
export function everything({ project }: Machine): Readonly<Record<string, string>> {
  const folder = path.dirname(project);
  const names = readdirSync(folder, { recursive: true }).map(String).toSorted();
  return Object.fromEntries(
    names
      .map((name) => [name, lstatSync(path.join(folder, name))] as const)
      .filter(([, info]) => info.isFile())
      .map(([name]) => [name, readFileSync(path.join(folder, name), 'latin1')]),
  );
}

export const URL = 'https://npm.example.com';
export const ACME = ['setup', '--registry', URL, '--scope', '@acme'] as const;

/** Runs the command in the project, with no clients on the path but those of the system. */
export const setup = async (
  { project, home }: Machine,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> => pantry(project, args, { HOME: home, PATH: '/usr/bin:/bin', ...env });

/** A project of all clients. */
export const ALL_MARKS = {
  'package.json': '{"name": "x"}',
  'package-lock.json': '{}',
  'pnpm-lock.yaml': '',
  '.yarnrc.yml': '',
  'bun.lock': '',
  'deno.lock': '',
};
