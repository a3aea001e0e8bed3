import { rmSync } from 'node:fs';
import { lstat, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onInterrupt } from './command/interrupt.ts';

/** What such a folder is for, which is a part of its name. */
type Purpose = 'publish' | 'import';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes it with all that is in it, at once. */
  readonly remove: () => void;
}

/** Milliseconds after which nobody can be at it any more. */
const LEFT = 86_400_000;

/** A folder for as long as something takes, also where that is broken off. */
export async function withTemporaryFolder<T>(
  purpose: Purpose,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const { path: folder, remove } = await makeTemporaryFolder(purpose);
  const forget = onInterrupt(remove);
  try {
    return await use(folder);
  } finally {
    forget();
    remove();
  }
}

/** A folder that is whoever's to remove who asked for it. */
export async function makeTemporaryFolder(purpose: Purpose): Promise<TemporaryFolder> {
  const place = await realpath(tmpdir());
  const prefix = `pantry-${purpose}-`;
  await removeLeft(place, prefix).catch(() => undefined);
  const folder = await mkdtemp(path.join(place, prefix));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Folders of our own that processes left behind which were ended from one moment to the next. */
async function removeLeft(place: string, prefix: string): Promise<void> {
  // As mkdtemp completes a name.
  const ours = new RegExp(`^${prefix}[\\dA-Za-z]{6}$`);
  for (const name of (await readdir(place)).filter((each) => ours.test(each))) {
    const folder = path.join(place, name);
    const about = await lstat(folder).catch(() => undefined);
    const isOld = about !== undefined && Date.now() - about.mtimeMs > LEFT;
    // A link is no folder here. Windows knows no numbers of users, and a folder of temporary files for each.
    if (isOld && about.isDirectory() && about.uid === (process.getuid?.() ?? about.uid)) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
