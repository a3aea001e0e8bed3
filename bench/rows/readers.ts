import { packagePath } from '../client/npm-protocol.ts';
import { library, SCOPE } from '../documents/library.ts';
import { type Bench, folderOf, whileCompeting } from '../harness/bench.ts';
import { load } from '../harness/load.ts';
import { readUsage } from '../harness/process-usage.ts';
import type { Registry } from '../registries/registry.ts';
import { seedLibrary } from '../seed/seed.ts';
import type { Chapter } from './chapter.ts';
import type { Measurement, Measurements, RowDefinition } from './row.ts';
import { atMost } from './target.ts';

const SECONDS = 15;

interface ReadersRow extends RowDefinition {
  readonly headers: Readonly<Record<string, string>>;
}

const base = { unit: 'MB', better: 'less', target: atMost(250, 'MB') } as const;
const rows: readonly ReadersRow[] = [
  {
    ...base,
    id: 'readers-gzip',
    title: 'peak memory, 32 parallel readers of `typescript`, gzip',
    headers: { 'accept-encoding': 'gzip' },
  },
  {
    ...base,
    id: 'readers-plain',
    title: 'peak memory, 32 parallel readers of `typescript`, not compressed',
    headers: {},
  },
];

/** What it takes to answer many with a large document at once, from a fresh start. */
export const readers: Chapter = {
  rows,
  measure: async (bench, wanted, done) => {
    const packages = library();
    for (const registry of bench.registries) {
      await seedLibrary(registry, folderOf(bench, registry.name, 'library'), packages);
    }
    for (const row of rows.filter(({ id }) => wanted(id))) {
      const measurements: Measurements = {};
      for (const registry of bench.registries) {
        measurements[registry.name] = await peakOf(bench, registry, row);
      }
      done({ ...row, measurements });
    }
  },
};

async function peakOf(bench: Bench, registry: Registry, row: ReadersRow): Promise<Measurement> {
  const folder = folderOf(bench, registry.name, 'library');
  return whileCompeting(
    [registry],
    () => folder,
    async ([contestant]) => {
      if (!contestant) throw new Error(`${registry.title} is not running`);
      const { server } = contestant;
      const result = await load(server, {
        path: packagePath(`${SCOPE}/typescript`),
        headers: row.headers,
        connections: 32,
        seconds: bench.options.quick ? 3 : SECONDS,
      });
      const { peak } = await readUsage(server.pid);
      return {
        value: peak / 1e6,
        rounds: [peak / 1e6],
        ...(result.errors > 0 ? { failure: `${result.errors} requests failed` } : {}),
        details: { 'requests/s': result.perSecond, 'p50 ms': result.p50Milliseconds },
      };
    },
  );
}
