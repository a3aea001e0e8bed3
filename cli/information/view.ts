import { isJsonObject } from '#domain/manifest.ts';

import type { Call, ExitCode } from '../command/command.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import {
  chooseVersion,
  type Document,
  type Manifest,
  parseWanted,
  readDocument,
} from './document.ts';
import { showVersion } from './show-version.ts';

export async function main(call: Call<typeof CLIENT_OPTIONS>): Promise<ExitCode> {
  const [text = '', ...fields] = call.args;
  const { name, range } = parseWanted(text);
  const { document } = await readDocument(call, name);
  const manifest = chooseVersion(document, range);
  const all = merged(document, manifest);
  if (fields.length === 0) {
    call.terminal.result(all, showVersion(document, manifest));
    return 0;
  }
  const found = fields
    .map((field) => [field, valueAt(all, field)] as const)
    .filter(([, value]) => value !== undefined);
  const text2 = found.map(
    ([field, value]) => `${fields.length > 1 ? `${field} = ` : ''}${shown(value)}\n`,
  );
  call.terminal.result(
    fields.length === 1 ? (found[0]?.[1] ?? null) : Object.fromEntries(found),
    text2.join(''),
  );
  return 0;
}

/** What the version says, with what is said of the package as a whole. */
function merged({ versions, ...document }: Document, manifest: Manifest): Manifest {
  return { ...document, ...manifest, versions: Object.keys(versions) };
}

/** `dist.tarball`, `time.1.0.0`: of names with dots in them the longest counts. */
function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  if (Array.isArray(value)) return valueAt(Object.assign({}, value), path);
  if (!isJsonObject(value)) return undefined;
  const [name] = Object.keys(value)
    .filter((each) => path === each || path.startsWith(`${each}.`))
    .toSorted((a, b) => b.length - a.length);
  return name === undefined ? undefined : valueAt(value[name], path.slice(name.length + 1));
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2);
