import { rmSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onInterrupt } from '../command/interrupt.ts';

/** A folder for as long as something takes, also where that is broken off. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'pantry-publish-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    return await use(folder);
  } finally {
    forget();
    remove();
  }
}
