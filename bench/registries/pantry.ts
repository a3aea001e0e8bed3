import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { freePort, launch } from '../harness/processes.ts';
import type { Registry } from './registry.ts';

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));
const program = `${projectFolder}dist/pantry.mjs`;

/** In seconds. */
const DAY = 86_400;

const flags = (folder: string, port: number, upstream = 'none'): readonly string[] =>
  Object.entries({
    port,
    data: `${folder}/data`,
    log: 'none',
    upstream,
    'upstream-max-age': DAY,
  }).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** This registry, as `pantry start` runs it. */
export const pantry: Registry = {
  name: 'pantry',
  title: 'Pantry',
  setup: '`pantry start --upstream none`, no access log',
  proxySetup: '`upstreamMaxAge` a day',
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
    const port = await freePort();
    return launch({
      command: process.execPath,
      args: [program, 'start', ...flags(folder, port, upstream)],
      folder,
      url: `http://127.0.0.1:${port}`,
    });
  },
  catalogueSize: 50_000,
};
