import { chmod, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';

import { CommandError } from '../command/failure.ts';
import { uninterrupted } from '../command/interrupt.ts';
import { isIgnored } from './env-file.ts';

const NAME = 'PANTRY_TOKEN';

/** Throws unless the `.env` of a folder is one that git leaves alone. */
export async function checkEnvFile(folder: string): Promise<string> {
  const file = path.join(folder, '.env');
  if (await isIgnored(file)) return file;
  throw new CommandError(
    `a token is not written to ${file}, since git does not ignore that file: add .env to the .gitignore of this project`,
  );
}

/** Puts a token into the `.env` of a folder and leaves all other lines as they are. */
export async function saveToEnvFile(folder: string, token: string): Promise<string> {
  const file = await checkEnvFile(folder);
  // Where it is a link, what it leads to is replaced and not the link.
  const target = await realpath(file).catch(() => file);
  const before = await readFile(target, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CommandError(`${file} can't be read: ${error.message}`, { cause: error });
  });
  const after = withToken(before ?? '', token);
  if (!isSameBesides(before ?? '', after, token)) {
    throw new CommandError(`${file} can't be changed safely: write ${NAME} into it yourself`);
  }
  const mode = before === undefined ? undefined : (await stat(target)).mode;
  await uninterrupted(async () => replace(target, after, mode));
  return file;
}

const LINE = /^[ \t]*(?:export[ \t]+)?PANTRY_TOKEN[ \t]*=[^\r\n]*/gm;

function withToken(text: string, token: string): string {
  const line = `${NAME}=${token}`;
  if (text.search(LINE) >= 0) {
    return text.replaceAll(LINE, (old) =>
      old.trimStart().startsWith('export') ? `export ${line}` : line,
    );
  }
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text}${text === '' || text.endsWith('\n') ? '' : newline}${line}${newline}`;
}

/** A value may have several lines, one of which looks like the token's. */
function isSameBesides(before: string, after: string, token: string): boolean {
  const wanted: NodeJS.Dict<string> = { ...parseEnv(before), [NAME]: token };
  const found: NodeJS.Dict<string> = parseEnv(after);
  const names = new Set([...Object.keys(wanted), ...Object.keys(found)]);
  return [...names].every((name) => wanted[name] === found[name]);
}

/** At once, so that nobody finds half a file; nobody else can read it at any time, unless they could before. */
async function replace(file: string, text: string, mode = 0o600): Promise<void> {
  const next = `${file}.${process.pid}`;
  const handle = await open(next, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await chmod(next, mode & 0o777);
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
