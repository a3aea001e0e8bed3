import { library } from '../documents/library.ts';
import { type Contestant, folderOf, whileCompeting } from '../harness/bench.ts';
import { seedLibrary } from '../seed/seed.ts';
import type { Chapter } from './chapter.ts';
import { measureLoad } from './load-row.ts';
import { measureMemory } from './memory.ts';
import { readRows } from './read-rows.ts';
import type { Measurements, Row, RowDefinition } from './row.ts';
import { atMost } from './target.ts';

const afterReads: RowDefinition = {
  unit: 'MB',
  better: 'less',
  id: 'memory-after-reads',
  title: 'memory after the reads',
  target: atMost(250, 'MB'),
};

/** Reading, and the memory after it. */
export const reads: Chapter = {
  rows: [...readRows, afterReads],
  measure: async (bench, wanted, done) => {
    const folder = ({ name }: { readonly name: Contestant['registry']['name'] }): string =>
      folderOf(bench, name, 'library');
    const packages = library();
    for (const registry of bench.registries) {
      await seedLibrary(registry, folder(registry), packages);
    }
    await whileCompeting(bench.registries, folder, async (contestants) => {
      const chosen = readRows.filter(({ id }) => wanted(id));
      for (const row of chosen) done(await measureLoad(bench, contestants, row));
      if (wanted(afterReads.id)) {
        const row = await memoryRow(afterReads, contestants);
        const title = `${row.title} (${chosen.length} of ${readRows.length} rows)`;
        done(chosen.length === readRows.length ? row : { ...row, title });
      }
    });
  },
};

async function memoryRow(row: RowDefinition, contestants: readonly Contestant[]): Promise<Row> {
  const measurements: Measurements = {};
  for (const { registry, server } of contestants) {
    measurements[registry.name] = await measureMemory(server.pid);
  }
  return { ...row, measurements };
}
