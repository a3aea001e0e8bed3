import { writeFile } from 'node:fs/promises';

import { searchedWords } from '../documents/catalogue.ts';
import { type Bench, folderOf, whileCompeting } from '../harness/bench.ts';
import type { Registry } from '../registries/registry.ts';
import { seedCatalogue } from '../seed/seed.ts';
import type { Chapter } from './chapter.ts';
import { measureLoad } from './load-row.ts';
import type { Measurement, Row, RowDefinition } from './row.ts';
import { own } from './target.ts';

const WANTED_SPEED = 1000;
const WANTED_P99 = 50;
const QUICK_SIZE = 2000;

const row: RowDefinition = {
  id: 'search',
  title: 'search, 20 results',
  unit: 'requests/s',
  better: 'more',
  target: own(
    '1,000 requests/s, p99 50 ms',
    ({ value, details }) => value >= WANTED_SPEED && Number(details?.['p99 ms']) <= WANTED_P99,
  ),
};

const pathOf = (word: string): string => `/-/v1/search?text=${word}&size=20`;

/** Searching among many small packages, another word each time. */
export const search: Chapter = {
  rows: [row],
  measure: async (bench, wanted, done) => {
    if (!wanted(row.id)) return;
    const folder = ({ name }: Registry): string => folderOf(bench, name, 'catalogue');
    for (const registry of bench.registries) {
      await seedCatalogue(registry, folder(registry), sizeOf(bench, registry));
    }
    const pathsFile = `${bench.folder}/searches`;
    await writeFile(pathsFile, searchedWords.map(pathOf).join('\n'));
    await whileCompeting(bench.registries, folder, async (contestants) => {
      const measured = await measureLoad(bench, contestants, {
        ...row,
        path: pathOf(searchedWords[0] ?? ''),
        pathsFile,
        connections: 16,
      });
      done(withSizes(bench, measured));
    });
  },
};

const sizeOf = ({ options }: Bench, { catalogueSize }: Registry): number =>
  options.quick ? Math.min(QUICK_SIZE, catalogueSize) : catalogueSize;

function withSizes(bench: Bench, measured: Row): Row {
  const measurements = { ...measured.measurements };
  for (const registry of bench.registries) {
    const measurement: Measurement | undefined = measurements[registry.name];
    if (!measurement) continue;
    const note = `among ${sizeOf(bench, registry).toLocaleString('en')} packages`;
    measurements[registry.name] = { ...measurement, note };
  }
  return { ...measured, measurements };
}
