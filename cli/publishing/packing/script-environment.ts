import path from 'node:path';

import type { Json } from '#domain/manifest.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

interface Script {
  readonly step: string;
  readonly command: string;
  readonly folder: string;
  readonly packageJson: Json;
}

/** What npm's scripts find in their environment (@npmcli/run-script, which can't be bundled: it looks for node-gyp). */
export function scriptEnvironment(env: Variables, script: Script): Record<string, string> {
  const { step, command, folder, packageJson } = script;
  const { name, version, config, engines, bin } = packageJson;
  const inherited = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const at = Object.keys(inherited).filter((key) => /^path$/i.test(key));
  const binaries = [...binariesFrom(folder), ...at.map((key) => inherited[key])];
  return {
    ...inherited,
    ...Object.fromEntries(
      (at.length > 0 ? at : ['PATH']).map((key) => [key, binaries.join(path.delimiter)]),
    ),
    ...flat({ name, version, config, engines, bin }, 'npm_package_'),
    npm_package_json: path.join(folder, 'package.json'),
    npm_command: 'publish',
    npm_lifecycle_event: step,
    npm_lifecycle_script: command,
    npm_node_execpath: process.execPath,
    NODE: process.execPath,
    INIT_CWD: inherited['INIT_CWD'] ?? process.cwd(),
  };
}

/** The programs that dependencies bring, of all folders from this one up. */
function* binariesFrom(folder: string): Generator<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    yield path.join(at, 'node_modules', '.bin');
    if (at === path.dirname(at)) return;
  }
}

/** `{ config: { port: 1 } }` as `npm_package_config_port`. */
function flat(values: Json, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const name = prefix + key;
    if (typeof value === 'object' && value !== null) {
      Object.assign(found, flat(Object.fromEntries(Object.entries(value)), `${name}_`));
    } else
      found[name] =
        value === null || value === false
          ? ''
          : typeof value === 'string'
            ? value
            : JSON.stringify(value);
  }
  return found;
}
