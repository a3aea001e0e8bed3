import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { CommandError } from '../command/failure.ts';
import { parsedForPeople } from '../registry/refused.ts';

/** The oldest Node that runs TypeScript as it is, which the stacks are written in. */
const OLDEST = [22, 18] as const;

/** The clone that this command is part of, or is run in: where the stacks are. */
export async function findAppFolder(cwd: string): Promise<string> {
  for (const folder of [...around(import.meta.dirname), cwd]) {
    if (await isClone(folder)) {
      await checkReady(folder);
      return folder;
    }
  }
  throw new CommandError(
    'the stacks are not part of this installation: clone the repository of Pantry, then `cd pantry && npm install && npm run prestart && node dist/pantry.mjs deploy` in the clone',
  );
}

/** From sources it is two folders up, from the bundle one. */
const around = (folder: string): readonly string[] => [
  path.resolve(folder, '..'),
  path.resolve(folder, '..', '..'),
];

async function isClone(folder: string): Promise<boolean> {
  const manifest: unknown = parsedForPeople(
    await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => ''),
  );
  const named = typeof manifest === 'object' && manifest !== null && 'name' in manifest;
  if (!named || manifest.name !== 'pantry-registry') return false;
  return isThere(path.join(folder, 'bin', 'app.ts'));
}

async function checkReady(folder: string): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new CommandError(
      `this is Node ${process.versions.node}, and the stacks need Node 24: \`export PATH="${path.join(folder, 'node_modules', '.bin')}:$PATH"\`, then run this again`,
    );
  }
  if (await isThere(cdkOf(folder))) return;
  throw new CommandError(`cdk is not installed: run \`npm install\` in ${folder} first`);
}

const isThere = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => undefined)) !== undefined;

export const cdkOf = (folder: string): string =>
  path.join(folder, 'node_modules', 'aws-cdk', 'bin', 'cdk');
