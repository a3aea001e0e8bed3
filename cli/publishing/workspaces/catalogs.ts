import path from 'node:path';
import { parse } from 'yaml';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';
import { readIfThere } from './package-json.ts';
import type { PackageManager } from './package-manager.ts';

/** Ranges by package, by catalog; the one without a name is `default`. */
export type Catalogs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where each package manager has the catalogs of a project; npm has none. */
export async function readCatalogs(
  root: string,
  manager: PackageManager,
  packageJson: Json,
): Promise<Catalogs> {
  if (manager === 'pnpm') return catalogsOf(await readYaml(path.join(root, 'pnpm-workspace.yaml')));
  if (manager === 'yarn') return catalogsOf(await readYaml(path.join(root, '.yarnrc.yml')));
  if (manager !== 'bun') return {};
  const { workspaces } = packageJson;
  return { ...catalogsOf(packageJson), ...(isJsonObject(workspaces) && catalogsOf(workspaces)) };
}

/** A file of YAML that holds an object; nothing where there is no file. */
export async function readYaml(file: string): Promise<Json> {
  const text = await readIfThere(file);
  if (text === undefined) return {};
  try {
    const content: unknown = parse(text);
    return isJsonObject(content) ? content : {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${file} is no YAML: ${reason}`, { cause });
  }
}

function catalogsOf({ catalog, catalogs }: Json): Catalogs {
  const named = isJsonObject(catalogs) ? Object.entries(catalogs) : [];
  const all: readonly (readonly [string, unknown])[] = [['default', catalog], ...named];
  return Object.fromEntries(
    all.flatMap(([name, ranges]) => (isJsonObject(ranges) ? [[name, textsOf(ranges)]] : [])),
  );
}

const textsOf = (ranges: Json): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, String(range)]));
