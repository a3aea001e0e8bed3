import { rmSync } from 'node:fs';
import { lstat, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onInterrupt } from '../command/interrupt.ts';

const PREFIX = 'pantry-publish-';
/** As mkdtemp completes a name. */
const OURS = new RegExp(`^${PREFIX}[\\dA-Za-z]{6}$`);
/** Milliseconds after which nobody can be at it any more. */
const LEFT = 86_400_000;

/** A folder for as long as something takes, also where that is broken off. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const place = await realpath(tmpdir());
  await removeLeft(place).catch(() => undefined);
  const folder = await mkdtemp(path.join(place, PREFIX));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    return await use(folder);
  } finally {
    forget();
    remove();
  }
}

/** Folders of our own that processes left behind which were ended from one moment to the next. */
async function removeLeft(place: string): Promise<void> {
  for (const name of (await readdir(place)).filter((each) => OURS.test(each))) {
    const folder = path.join(place, name);
    const about = await lstat(folder).catch(() => undefined);
    const isOld = about !== undefined && Date.now() - about.mtimeMs > LEFT;
    // A link is no folder here. Windows knows no numbers of users, and a folder of temporary files for each.
    if (isOld && about.isDirectory() && about.uid === (process.getuid?.() ?? about.uid)) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
