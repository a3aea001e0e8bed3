import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

interface Pinned {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** The folder with the pinned peers. */
export const peersFolder = fileURLToPath(new URL('../peers/', import.meta.url));

/** Installs the pinned peers unless they are there already. */
export async function installPeers(): Promise<void> {
  const { dependencies, optionalDependencies } = await readJson<Pinned>('package.json');
  const installed = await Promise.all(
    Object.entries({ ...dependencies, ...optionalDependencies }).map(
      async ([name, version]) =>
        existsSync(`${peersFolder}node_modules/${name}/package.json`) &&
        (await installedVersion(name)) === version,
    ),
  );
  if (installed.every(Boolean)) return;
  console.log('Installing the peers, once …');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: peersFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('npm could not install the peers: see above');
}

/** The version of a peer that is installed. */
export async function installedVersion(name: string): Promise<string> {
  return (await readJson<{ version: string }>(`node_modules/${name}/package.json`)).version;
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(`${peersFolder}${file}`, 'utf8')) as T;
}
