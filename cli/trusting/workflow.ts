import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const FOLDER = path.join('.github', 'workflows');

/** A workflow larger than this is read no further. */
const MOST = 100_000;

/**
 * Names of the workflow files of a checkout that may publish: those that ask for proof of identity, else those that
 * speak of publishing, else all.
 */
export async function findWorkflows(root: string): Promise<readonly string[]> {
  const folder = path.join(root, FOLDER);
  const files = (await readdir(folder).catch(() => [])).filter((file) => /\.ya?ml$/.test(file));
  const texts = await Promise.all(
    files.map(async (file) => (await readFile(path.join(folder, file), 'utf8')).slice(0, MOST)),
  );
  const where = (pattern: RegExp): readonly string[] =>
    files.filter((_, at) => pattern.test(texts[at] ?? '')).toSorted();
  const [proving, publishing] = [where(/^\s*id-token\s*:\s*['"]?write/m), where(/\bpublish\b/)];
  if (proving.length > 0) return proving;
  return publishing.length > 0 ? publishing : files.toSorted();
}
