import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { track } from '../harness/processes.ts';

/** The application that is installed: a front end, a server, their tests and tools. */
const application = fileURLToPath(new URL('../application/package.json', import.meta.url));

/** What a package-lock.json holds of interest here. */
interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly name?: string; readonly version: string; readonly resolved?: string }>
  >;
}

/** One installation, with nothing in npm's cache and nothing installed. */
export interface Installation {
  /** Emptied before. */
  readonly folder: string;
  /** The registry; undefined: the one of the user's npm configuration. */
  readonly registry?: string;
  /** A package-lock.json, which makes it `npm ci`. */
  readonly lockfile?: string;
}

/** What npm says where it says something: `npm error code E404`. */
const COMPLAINT = /^npm error (?!A complete log)(.*)$/m;

/** Installs the application; the seconds that it took. */
export async function install({ folder, registry, lockfile }: Installation): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/package.json`, await readFile(application));
  if (lockfile !== undefined) await writeFile(`${folder}/package-lock.json`, lockfile);
  const started = performance.now();
  const complaint = await runNpm(lockfile === undefined ? 'install' : 'ci', folder, registry);
  const seconds = (performance.now() - started) / 1000;
  if (complaint) throw new Error(`npm could not install the application: ${complaint}`);
  return seconds;
}

async function runNpm(
  command: 'install' | 'ci',
  folder: string,
  registry: string | undefined,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = track(
    spawn('npm', [command, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], {
      cwd: folder,
      env: {
        ...process.env,
        ...(registry !== undefined && { npm_config_registry: `${registry}/` }),
        npm_config_cache: `${folder}/cache`,
        npm_config_update_notifier: 'false',
        // The lockfile says where each tarball is, and that is where it is to come from.
        npm_config_omit_lockfile_registry_resolved: 'false',
        npm_config_replace_registry_host: 'never',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  );
  const said: Buffer[] = [];
  child.stderr?.on('data', (part: Buffer) => said.push(part));
  child.once('error', reject);
  child.once('close', (code) => {
    const text = Buffer.concat(said).toString();
    resolve(code === 0 ? '' : (COMPLAINT.exec(text)?.[1] ?? `it ended with ${code}`));
  });
  return promise;
}

/** The lockfile that an installation wrote. */
export const readLockfile = async (folder: string): Promise<string> =>
  readFile(`${folder}/package-lock.json`, 'utf8');

/** How many packages a lockfile names. */
export const countPackages = (lockfile: string): number =>
  Object.keys(parse(lockfile).packages).filter(Boolean).length;

/** The same lockfile as an installation from another registry would have written it. */
export function lockfileAt(registry: string, lockfile: string): string {
  const parsed = parse(lockfile);
  const packages = Object.entries(parsed.packages).map(([path, entry]) => {
    if (entry.resolved === undefined) return [path, entry];
    const name =
      entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const file = `${name.slice(name.indexOf('/') + 1)}-${entry.version}.tgz`;
    return [path, { ...entry, resolved: `${registry}/${name}/-/${file}` }];
  });
  return JSON.stringify({ ...parsed, packages: Object.fromEntries(packages) });
}

const parse = (lockfile: string): Lockfile => JSON.parse(lockfile) as Lockfile;
