import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asPackageName, type PackageName } from '#domain/package-name.ts';

import { CommandError, UsageError } from '../command/failure.ts';

/** The package that is meant. */
export interface Meant {
  readonly name: PackageName;
  /** Its package.json, where that is the one here. */
  readonly packageJson: Json;
}

/** A package that is named, or that of the folder. */
export async function findPackageHere(
  folder: string,
  positionals: readonly string[],
): Promise<Meant> {
  const [named, ...others] = positionals;
  if (others.length > 0) {
    throw new UsageError(`name one package: "${others.join(' ')}" is more than one`);
  }
  const packageJson = await readPackageJson(folder);
  const text = named ?? packageJson['name'];
  if (typeof text !== 'string') {
    throw new UsageError('say which package: there is no package.json with a name here');
  }
  const name = asPackageName(text);
  const sentence = `"${text}" is not the name of a package`;
  if (!name) throw named === undefined ? new CommandError(sentence) : new UsageError(sentence);
  return { name, packageJson: packageJson['name'] === name ? packageJson : {} };
}

async function readPackageJson(folder: string): Promise<Json> {
  const file = path.join(folder, 'package.json');
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isJsonObject(content) ? content : {};
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`package.json can't be read: ${reason}`, { cause: error });
  }
}
