import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** npm's configuration: what the first of its places says of a name. */
export type NpmConfig = (name: string) => string | undefined;

/** Reads it as npm does: the environment, the project's .npmrc, the user's, everybody's. */
export function readNpmConfig(folder: string, env: Variables): NpmConfig {
  const fromEnv = environment(env);
  const user = fromEnv.get('userconfig') ?? path.join(env['HOME'] ?? homedir(), '.npmrc');
  const everybody = fromEnv.get('globalconfig') ?? path.join(prefix(fromEnv, env), 'etc', 'npmrc');
  const files = [path.join(projectOf(folder), '.npmrc'), user, everybody];
  const places = [fromEnv, ...files.map((file) => parseNpmrc(textOf(file), env))];
  return (name) => places.find((place) => place.has(name))?.get(name);
}

/** Lines of `name = value`, with `${VARIABLE}` in both. */
export function parseNpmrc(text: string, env: Variables): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const pairs = lines
    .filter((line) => line !== '' && !/^[;#[]/.test(line))
    .map((line) => {
      const [, name = '', value = 'true'] = /^([^=]*?)\s*(?:=\s*(.*))?$/.exec(line) ?? [];
      return [replaced(unquoted(name), env), replaced(unquoted(value), env)] as const;
    });
  return new Map(pairs);
}

function unquoted(text: string): string {
  const [, inner] = /^(?:"(.*)"|'.*')$/.exec(text) ?? [];
  if (inner !== undefined) return inner.replaceAll(/\\(["\\])/g, '$1');
  if (text.length > 1 && /^'.*'$/.test(text)) return text.slice(1, -1);
  return text
    .replace(/(?<!\\)[;#].*$/, '')
    .replaceAll(/\\([;#\\])/g, '$1')
    .trim();
}

/** What is not set stays as it is written, unless it ends in `?`. */
const replaced = (text: string, env: Variables): string =>
  text.replaceAll(
    /(?<!\\)\$\{([^${}?]+)(\??)\}/g,
    (whole, name: string, optional: string) => env[name] ?? (optional === '' ? whole : ''),
  );

function environment(env: Variables): ReadonlyMap<string, string> {
  const pairs = Object.entries(env).flatMap(([name, value]) => {
    const [, rest] = /^npm_config_(.+)$/i.exec(name) ?? [];
    if (rest === undefined || value === undefined || value === '') return [];
    const key = rest.startsWith('//') ? rest : rest.replaceAll(/(?!^)_/g, '-').toLowerCase();
    return [[key, value] as const];
  });
  return new Map(pairs);
}

function prefix(fromEnv: ReadonlyMap<string, string>, env: Variables): string {
  const given = fromEnv.get('prefix') ?? env['PREFIX'];
  if (given !== undefined) return given;
  const beside = path.dirname(process.execPath);
  return process.platform === 'win32' ? beside : path.dirname(beside);
}

/** The nearest folder that npm takes for a project's. */
function projectOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    const project = ['package.json', 'node_modules'].some((name) =>
      existsSync(path.join(at, name)),
    );
    if (project) return at;
    if (at === path.dirname(at)) return folder;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there, or not for this user to read: npm goes on as well.
    return '';
  }
}
