import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { isJsonObject } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';
import type { Entry } from './locked.ts';
import { bunEntries } from './lockfiles/bun.ts';
import { npmEntries } from './lockfiles/npm.ts';
import { pnpmEntries } from './lockfiles/pnpm.ts';
import { yarnEntries } from './lockfiles/yarn.ts';

const NAMES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
]);

/** Whether an argument means a lockfile and not a package: such a name, or any file that is there. */
export const isLockfile = (argument: string): boolean =>
  NAMES.has(path.basename(argument)) ||
  statSync(argument, { throwIfNoEntry: false })?.isFile() === true;

/** The entries of a lockfile of npm, pnpm, yarn or bun, told by its content. */
export async function readLockfile(file: string): Promise<readonly Entry[]> {
  if (file.endsWith('.lockb')) {
    throw new CommandError(`${file} is no text: run \`bun install --save-text-lockfile\` first`);
  }
  const text = await readText(file);
  try {
    return entriesOf(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} can't be read: ${reason}`, { cause: error });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandError(`there is no file ${file}`, { cause });
  }
}

function entriesOf(text: string): readonly Entry[] {
  if (text.trimStart().startsWith('{')) return ofJson(text);
  if (/^lockfileVersion:/m.test(text)) return pnpmEntries(text);
  if (/^(?:# yarn lockfile v1|__metadata:)/m.test(text)) return yarnEntries(text);
  throw new CommandError('it is no lockfile of npm, pnpm, yarn or bun');
}

function ofJson(text: string): readonly Entry[] {
  const errors: ParseError[] = [];
  const lockfile: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) throw new CommandError(`${printParseErrorCode(error.error)} at ${error.offset}`);
  if (!isJsonObject(lockfile) || lockfile['lockfileVersion'] === undefined) {
    throw new CommandError('it is no lockfile of npm, pnpm, yarn or bun');
  }
  // npm says of workspaces in `packages`.
  return lockfile['workspaces'] === undefined ? npmEntries(lockfile) : bunEntries(lockfile);
}
