import { setTimeout as wait } from 'node:timers/promises';

import { alternate, type Bench, emptyFolder, folderOf } from '../harness/bench.ts';
import { median } from '../harness/statistics.ts';
import type { Registry } from '../registries/registry.ts';
import type { Chapter } from './chapter.ts';
import { measureMemory } from './memory.ts';
import type { Measurement, Measurements, Row, RowDefinition } from './row.ts';
import { atMost } from './target.ts';

const STARTS = 5;
const SETTLING = 3000;

const start: RowDefinition = {
  id: 'start',
  title: 'start, to the first answer',
  unit: 's',
  better: 'less',
  target: atMost(0.4, 's'),
};
const idle: RowDefinition = {
  id: 'memory-idle',
  title: 'memory, just started',
  unit: 'MB',
  better: 'less',
  target: atMost(90, 'MB'),
};

/** Starting over a folder that is set up already and otherwise empty. */
export const starting: Chapter = {
  rows: [start, idle],
  measure: async (bench, wanted, done) => {
    const first = new Map<Registry, number>();
    for (const registry of bench.registries) {
      const folder = await emptyFolder(bench, registry.name, 'start');
      first.set(registry, await secondsToStart(registry, folder));
    }
    if (wanted(start.id)) done(await measureStarts(bench, first));
    if (!wanted(idle.id)) return;
    const measurements: Measurements = {};
    for (const registry of bench.registries) {
      measurements[registry.name] = await memoryWhenIdle(bench, registry);
    }
    done({ ...idle, measurements });
  },
};

/** The very first start, which sets the folder up, is only said beside the others. */
async function measureStarts(bench: Bench, first: ReadonlyMap<Registry, number>): Promise<Row> {
  const results = await alternate(bench.registries, STARTS, (registry) =>
    secondsToStart(registry, folderOf(bench, registry.name, 'start')),
  );
  const measurements: Measurements = {};
  for (const [registry, rounds] of results) {
    const details = { 'first start s': first.get(registry) ?? Number.NaN };
    measurements[registry.name] = { value: median(rounds), rounds, details };
  }
  return { ...start, measurements };
}

async function secondsToStart(registry: Registry, folder: string): Promise<number> {
  const server = await registry.start(folder);
  await server.stop();
  return server.startMilliseconds / 1000;
}

async function memoryWhenIdle(bench: Bench, registry: Registry): Promise<Measurement> {
  const server = await registry.start(folderOf(bench, registry.name, 'start'));
  try {
    await wait(SETTLING);
    return await measureMemory(server.pid);
  } finally {
    await server.stop();
  }
}
