import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Bench } from './harness/bench.ts';
import { requireWrk } from './harness/load.ts';
import { HELP, type Options, readOptions } from './harness/options.ts';
import { cleanUpAtExit, removeAtExit } from './harness/processes.ts';
import { registries } from './registries/all.ts';
import { installPeers } from './registries/install.ts';
import { REGISTRY_NAMES } from './registries/registry.ts';
import { writeDocumentation } from './report/documentation.ts';
import { cell } from './report/format.ts';
import { describe, type Facts, gatherFacts } from './report/machine.ts';
import { detailTable, markdown, summaryTable } from './report/tables.ts';
import { chapters } from './rows/chapters.ts';
import type { Row } from './rows/row.ts';

/** Measures this registry beside its peers and reports. */
async function run(options: Options): Promise<void> {
  if (process.platform !== 'linux') throw new Error('the benchmark reads /proc: it needs Linux');
  await requireWrk();
  cleanUpAtExit();
  await installPeers();
  const bench: Bench = {
    registries: options.only.map((name) => registries[name]),
    options,
    folder: await dataFolder(options),
  };
  for (const registry of bench.registries) registry.requireProgram();
  const facts = await gatherFacts(bench.registries);
  console.log(describe(facts));
  const rows = await measure(bench);
  const report = [
    describe(facts),
    markdown(summaryTable(rows, bench.registries)),
    markdown(detailTable(rows, bench.registries)),
  ]
    .filter(Boolean)
    .join('\n\n');
  console.log(`\n${report}`);
  if (options.json) await writeFile(options.json, toJson(facts, rows));
  const complete = isComplete(options) && !process.exitCode;
  if (options.docs || complete) await writeDocumentation(report);
}

async function dataFolder({ data }: Options): Promise<string> {
  if (data) {
    await mkdir(data, { recursive: true });
    return resolve(data);
  }
  const folder = await mkdtemp(join(tmpdir(), 'pantry-bench-'));
  removeAtExit(folder);
  return folder;
}

async function measure(bench: Bench): Promise<readonly Row[]> {
  const { rows: asked } = bench.options;
  const wanted = (id: string): boolean =>
    asked.length === 0 || asked.some((start) => id.startsWith(start));
  const chosen = chapters.filter(({ rows }) => rows.some(({ id }) => wanted(id)));
  if (chosen.length === 0) throw new Error(`no row begins with ${asked.join(' or ')}`);
  const rows: Row[] = [];
  for (const chapter of chosen) {
    try {
      await chapter.measure(bench, wanted, (row) => {
        rows.push(row);
        console.log(`${row.id}: ${seen(bench, row)}`);
      });
    } catch (error) {
      // The other rows are worth having; those that are missing then speak for themselves.
      console.error(error);
      process.exitCode = 1;
    }
  }
  return rows;
}

const seen = ({ registries: measured }: Bench, { unit, measurements }: Row): string =>
  measured.map(({ name, title }) => `${title} ${cell(unit, measurements[name])}`).join(', ');

/** Only a run that measured everything properly may speak for the project. */
const isComplete = ({ quick, rows, only }: Options): boolean =>
  !quick && rows.length === 0 && only.length === REGISTRY_NAMES.length;

const toJson = (facts: Facts, rows: readonly Row[]): string =>
  JSON.stringify(
    {
      facts,
      rows: rows.map((row) => ({
        ...row,
        target: row.target?.text,
        met: row.target?.met(row, row.measurements),
      })),
    },
    undefined,
    2,
  );

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
