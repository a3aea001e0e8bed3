import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { freePort, launch } from '../harness/processes.ts';
import type { Registry } from './registry.ts';

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));
const program = `${projectFolder}dist/pantry.mjs`;

type Settings = Readonly<Record<string, string>>;

/** In seconds. */
const DAY = 86_400;

/** What it is reached by is said, as it is said of pnpr: documents are then kept as they are sent. */
const flags = (
  folder: string,
  url: URL,
  upstream: string | undefined,
  settings: Settings,
): readonly string[] =>
  Object.entries({
    port: url.port,
    data: `${folder}/data`,
    log: 'none',
    ...(upstream === undefined
      ? { upstream: 'none' }
      : { upstream, 'upstream-max-age': DAY, 'public-url': url.origin }),
    ...settings,
  }).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** The same with settings that a row is about. */
export const pantryWith = (settings: Settings): Registry => ({
  name: 'pantry',
  title: 'Pantry',
  setup: '`pantry start --upstream none`, no access log',
  proxySetup: '`publicUrl` set, `upstreamMaxAge` a day',
  version: async () => {
    const file = await readFile(`${projectFolder}package.json`, 'utf8');
    return (JSON.parse(file) as { readonly version: string }).version;
  },
  requireProgram: () => {
    if (existsSync(program)) return;
    throw new Error(
      'dist/pantry.mjs is not built: run `node scripts/build.mjs`, or measure the peers alone with `npm run bench -- --only verdaccio,pnpr`',
    );
  },
  start: async (folder, upstream) => {
    await mkdir(folder, { recursive: true });
    const url = `http://127.0.0.1:${await freePort()}`;
    return launch({
      command: process.execPath,
      args: [program, 'start', ...flags(folder, new URL(url), upstream, settings)],
      folder,
      url,
    });
  },
  catalogueSize: 50_000,
});

/** This registry, as `pantry start` runs it. */
export const pantry = pantryWith({});
