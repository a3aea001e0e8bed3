import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A text in a folder. */
export const read = (folder: string, ...parts: readonly string[]): string =>
  readFileSync(path.join(folder, ...parts), 'utf8');

/** A JSON document in a folder. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into documents of every shape
export const readJson = (folder: string, ...parts: readonly string[]): any =>
  JSON.parse(read(folder, ...parts));
