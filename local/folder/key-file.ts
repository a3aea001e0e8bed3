import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';

import { isCode, syncFolder } from './write-file.ts';

/** The key in a file, readable by its owner alone; a new one where there is none. */
export async function readOrCreateKey(file: string, create: () => string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  const made = create();
  await writeKey(file, made);
  return made;
}

/** Durable before anything depends on it. Throws EEXIST where a key is there: none is written over. */
export async function writeKey(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(temporary, file);
  await unlink(temporary);
  await syncFolder(path.dirname(file));
}
