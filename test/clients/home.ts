import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type Client, user } from '../client.ts';
import type { Program } from './clients.ts';
import { environment } from './environment.ts';
import { folder } from './folder.ts';
import type { Registry } from './registry.ts';
import { type Outcome, type Run, run } from './run.ts';

export interface Options extends Pick<Run, 'answers' | 'terminal' | 'watch'> {
  /** The folder it is run in: the home, unless somebody says. */
  readonly in?: string;
}

/** What a folder is to hold; objects become JSON. */
export type Content = Readonly<Record<string, string | object>>;

/** Somebody's machine with one client on it. */
export interface Home {
  readonly folder: string;
  /** Runs the client, which must succeed. */
  run(args: readonly string[], options?: Options): Promise<Outcome>;
  /** Runs the client, which must fail, and gives what it shows. */
  fails(args: readonly string[], options?: Options): Promise<string>;
  /** A new folder of the home with these files. */
  project(content: Content): string;
}

/** A home of somebody who is logged in. */
export interface Person extends Home {
  readonly name: string;
  /** The same person without the client under test. */
  readonly http: Client;
}

/** A home in which nothing is cached or configured, but for the registry. */
export function home(
  program: Program,
  registry: Registry,
  token?: string,
  variables: Readonly<Record<string, string>> = {},
): Home {
  const root = folder();
  const bin = path.join(root, '.programs');
  mkdirSync(bin);
  const programs = { node: process.execPath, ...program.needs };
  for (const [name, file] of Object.entries(programs)) symlinkSync(file, path.join(bin, name));
  write(root, program.settings(registry.url, token));
  const env = { ...environment(root, bin, registry.outside), ...program.env, ...variables };
  const execute = async (
    args: readonly string[],
    { in: cwd = root, ...others }: Options = {},
  ): Promise<Outcome> => run([...program.command, ...args], { cwd, env, ...others });
  const failure = (args: readonly string[], { code, text }: Outcome): Error =>
    new Error(`${[program.name, ...args].join(' ')}\nended with ${code} and has said:\n${text}`);
  return {
    folder: root,
    async run(args, options) {
      const outcome = await execute(args, options);
      if (outcome.code !== 0) throw failure(args, outcome);
      return outcome;
    },
    async fails(args, options) {
      const outcome = await execute(args, options);
      if (outcome.code === 0) throw failure(args, outcome);
      return outcome.text;
    },
    project(content) {
      const made = mkdtempSync(path.join(root, 'project-'));
      write(made, content);
      return made;
    },
  };
}

/** A new user of the registry, whose home has a token. */
export async function person(
  program: Program,
  registry: Registry,
  stem = 'alice',
): Promise<Person> {
  const http = await user(registry, stem);
  return { ...home(program, registry, http.token), name: http.name, http };
}

function write(root: string, content: Content): void {
  for (const [name, value] of Object.entries(content)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));
  }
}
