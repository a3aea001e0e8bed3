// Makes dist/, which is the command as it is published: nothing is installed with it.
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';

import { bundle } from './bundle.mjs';
import { licences } from './licences.mjs';

rmSync('dist', { recursive: true, force: true });
const inputs = await bundle('dist');
copyFileSync('bin/start.mjs', 'dist/pantry.mjs');
writeFileSync('dist/LICENSES.md', licences(inputs));
