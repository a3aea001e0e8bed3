import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { type FoundFile, unusable } from './found-file.ts';

/** A file as it was found, and what it is to be; undefined: gone. */
export interface Replacement {
  readonly found: FoundFile;
  readonly bytes: Buffer | undefined;
  /** Permissions of a file that is new, or that is to be kept from others. */
  readonly mode: number;
}

/**
 * Replaces all files or none. `agreed` is called when all are ready and still as they were found, and before
 * the first one is replaced.
 */
export async function writeFiles(
  replacements: readonly Replacement[],
  agreed: () => Promise<() => Promise<void>>,
): Promise<void> {
  for (const signal of SIGNALS) process.on(signal, wait);
  const ready = new Map<Replacement, string>();
  try {
    for (const one of replacements) ready.set(one, await prepare(one));
    for (const { found } of replacements) await checkUnchanged(found);
    const forget = await agreed();
    await replaceAll(ready, forget);
  } finally {
    for (const next of ready.values()) await rm(next, { force: true });
    for (const signal of SIGNALS) process.off(signal, wait);
  }
}

/** Between the first file and the last one nobody stops it: that takes milliseconds. */
const wait = (): void => undefined;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function prepare({ found, bytes, mode }: Replacement): Promise<string> {
  const { file } = found;
  const next = path.join(
    path.dirname(file),
    `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(next, 'wx', 0o600);
    try {
      await handle.writeFile(bytes ?? '');
      const owner = found.bytes && (await stat(file));
      if (owner) await handle.chown(owner.uid, owner.gid).catch(() => undefined);
      await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return next;
  } catch (error) {
    await rm(next, { force: true });
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
}

async function checkUnchanged({ file, bytes }: FoundFile): Promise<void> {
  const now = await readFile(file).catch(() => undefined);
  const same = bytes === undefined ? now === undefined : now?.equals(bytes) === true;
  if (!same) throw unusable(file, 'somebody else changed it meanwhile: run this again');
}

async function replaceAll(
  ready: ReadonlyMap<Replacement, string>,
  forget: () => Promise<void>,
): Promise<void> {
  const done: Replacement[] = [];
  try {
    for (const [one, next] of ready) {
      await replace(one, next);
      done.push(one);
    }
  } catch (error) {
    for (const { found, mode } of done.toReversed()) {
      const back = { found, bytes: found.bytes, mode: found.mode ?? mode };
      await replace(back, await prepare(back));
    }
    await forget();
    const failed = [...ready.keys()][done.length]?.found.file ?? '';
    throw unusable(failed, error instanceof Error ? error.message : String(error));
  }
}

async function replace({ found, bytes }: Replacement, next: string): Promise<void> {
  if (bytes !== undefined) return rename(next, found.file);
  await rm(next, { force: true });
  await rm(found.file, { force: true });
}
