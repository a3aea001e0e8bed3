import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';

import { CommandError } from '../command/failure.ts';
import { uninterrupted } from '../command/interrupt.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const Credentials = v.object({
  /** The registry of the last login: where commands go that name none. */
  current: v.optional(v.string()),
  /** By the registry's URL, without a slash at the end. */
  registries: v.record(v.string(), v.object({ token: v.string(), user: v.optional(v.string()) })),
});

/** What `pantry login` keeps. */
export type CredentialFile = v.InferOutput<typeof Credentials>;

/**
 * `$XDG_CONFIG_HOME/pantry/credentials`, else `~/.pantry/credentials`. As the XDG base directory specification has it,
 * a path that is not absolute does not count.
 */
export function credentialPath({ XDG_CONFIG_HOME: config = '', HOME }: Variables): string {
  const folder = path.isAbsolute(config)
    ? path.join(config, 'pantry')
    : path.join(HOME ?? homedir(), '.pantry');
  return path.join(folder, 'credentials');
}

/** Nothing where there is no file; one that can't be understood is an error, not nothing. */
export async function readCredentialFile(env: Variables): Promise<CredentialFile> {
  const file = credentialPath(env);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CommandError(`${file} can't be read: ${error.message}`, { cause: error });
  });
  if (text === undefined) return { registries: {} };
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Credentials), text);
  if (read.success) return read.output;
  throw new CommandError(`${file} is damaged: delete it and run \`pantry login\` again`);
}

/** Changes it; whoever else does so at that moment waits. Nobody else can read it at any time. */
export async function changeCredentialFile(
  env: Variables,
  change: (file: CredentialFile) => CredentialFile,
): Promise<void> {
  const file = credentialPath(env);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  // The new file is the lock as well, as git does it: whoever creates it may replace the old one.
  const next = `${file}.lock`;
  while (!(await uninterrupted(async () => tryToChange(env, { file, next }, change)))) {
    const since = await stat(next).catch(() => undefined);
    if (since && Date.now() - since.mtimeMs > STALE) await rm(next, { force: true });
    else await sleep(PAUSE);
  }
}

interface Places {
  readonly file: string;
  readonly next: string;
}

/** False where somebody else is at it. */
async function tryToChange(
  env: Variables,
  { file, next }: Places,
  change: (file: CredentialFile) => CredentialFile,
): Promise<boolean> {
  const handle = await openAlone(next);
  if (!handle) return false;
  try {
    const changed = change(await readCredentialFile(env));
    await handle.writeFile(`${JSON.stringify(changed, null, 2)}\n`);
    await handle.sync();
    if (!(await isStillAt(next, handle))) return false;
    await rename(next, file);
    return true;
  } catch (error) {
    if (await isStillAt(next, handle)) await rm(next, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Who was held up for long, as by a machine that slept, may have been taken for dead. */
async function isStillAt(file: string, handle: FileHandle): Promise<boolean> {
  const there = await stat(file).catch(() => undefined);
  return there?.ino === (await handle.stat()).ino;
}

/** Between two looks at a lock, in milliseconds; and after how long it is a dead one's. */
const PAUSE = 50;
const STALE = 10_000;

async function openAlone(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}
