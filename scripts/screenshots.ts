/*
 * Photographs every page of the web UI, with believable data in it: `node scripts/screenshots.ts [folder] [part of a name]`.
 * Fails where a page is missing, is not answered, or does not fit.
 */
import path from 'node:path';

import { type Look, LOOKS, openCamera } from './screenshots/camera.ts';
import { fill } from './screenshots/fill.ts';
import { shotsOf } from './screenshots/pages.ts';
import { openStudio } from './screenshots/registry.ts';

const [folder = 'dist/screenshots', wanted = ''] = process.argv.slice(2);
const studio = await openStudio();
const faults: string[] = [];
let taken = 0;
try {
  const filled = await fill(studio);
  const camera = await openCamera(studio, filled.people, path.resolve(folder));
  for (const shot of shotsOf(filled).filter(({ name }) => name.includes(wanted))) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its keys are what the type is made of
    for (const look of Object.keys(LOOKS) as Look[]) {
      faults.push(...(await camera.take(shot, look, 'all')));
      taken += 1;
    }
  }
  await camera.close();
} finally {
  await studio.stop();
}
process.stdout.write(`${[...faults, `${taken} pictures are in ${folder}`].join('\n')}\n`);
if (faults.length > 0) process.exitCode = 1;
