import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { freePort, launch } from '../harness/processes.ts';
import type { Registry } from './registry.ts';

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));
const program = `${projectFolder}dist/pantry.mjs`;

/** This registry, as `pantry start` runs it. */
export const pantry: Registry = {
  name: 'pantry',
  title: 'Pantry',
  setup: '`pantry start`, no access log',
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
  start: async (folder) => {
    await mkdir(folder, { recursive: true });
    const port = await freePort();
    return launch({
      command: process.execPath,
      args: [program, 'start', '--port', String(port), '--data', `${folder}/data`, '--log', 'none'],
      folder,
      url: `http://127.0.0.1:${port}`,
    });
  },
  catalogueSize: 50_000,
};
