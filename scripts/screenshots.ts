/*
 * Photographs every page of the web UI, with believable data in it: `node scripts/screenshots.ts [folder] [part of a name]`,
 * or with `--docs` those of docs/images alone. Fails where a page is missing, is not answered, or does not fit.
 */
import path from 'node:path';

import { type Look, LOOKS, openCamera } from './screenshots/camera.ts';
import { fill } from './screenshots/fill.ts';
import { type Shot, shotsOf } from './screenshots/pages.ts';
import { openStudio } from './screenshots/registry.ts';

/** What the documentation shows, as much of it as a window does. */
const OF_DOCS: ReadonlySet<string> = new Set([
  'light web-home/home',
  'light web-package/overview',
  'dark web-package/overview',
  'light web-package/files file',
  'light web-package/diff',
  'light web-admin/dashboard',
]);

const isOfDocs = process.argv[2] === '--docs';
const [folder = 'dist/screenshots', wanted = ''] = isOfDocs
  ? ['docs/images']
  : process.argv.slice(2);

const isWanted = ({ name, state }: Shot, look: Look): boolean =>
  isOfDocs
    ? OF_DOCS.has([look, name, ...(state === undefined ? [] : [state])].join(' '))
    : name.includes(wanted);

const studio = await openStudio('https://packages.example.com');
const faults: string[] = [];
let taken = 0;
try {
  const filled = await fill(studio);
  const camera = await openCamera(studio, filled.people, path.resolve(folder));
  for (const shot of shotsOf(filled)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its keys are what the type is made of
    for (const look of (Object.keys(LOOKS) as Look[]).filter((each) => isWanted(shot, each))) {
      faults.push(...(await camera.take(shot, look, isOfDocs ? 'window' : 'all')));
      taken += 1;
    }
  }
  await camera.close();
} finally {
  await studio.stop();
}
process.stdout.write(`${[...faults, `${taken} pictures are in ${folder}`].join('\n')}\n`);
if (faults.length > 0) process.exitCode = 1;
