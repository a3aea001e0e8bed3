import { setTimeout as wait } from 'node:timers/promises';
import registryUrl from 'registry-url';

import { countPackages, install, lockfileAt, readLockfile } from '../client/npm-install.ts';
import { alternate, type Bench, type Contestant } from '../harness/bench.ts';
import { readUsage } from '../harness/process-usage.ts';
import { whileProxying } from '../harness/proxying.ts';
import { median } from '../harness/statistics.ts';
import type { Registry } from '../registries/registry.ts';
import { number } from '../report/format.ts';
import type { Chapter } from './chapter.ts';
import { INSTALL_ROWS, type InstallRow, type Kind } from './proxy-install-rows.ts';
import { failed, type Measurement, type Measurements, type Row } from './row.ts';

/** Milliseconds in which a registry finishes what it does behind its answers. */
const BEHIND = 2000;

/** One installation through a registry. */
export interface Installed {
  readonly seconds: number;
  /** Processor time of the registry. */
  readonly cpu: number;
  /** Its highest resident memory so far, in bytes. */
  readonly peak: number;
}

/** A round of one registry, or of the upstream itself, of which only the seconds are known. */
type Round = Partial<Record<Kind, Installed>>;

/** What each round was, or why there is none. */
type Outcome = Round | { readonly failure: string };

/** Installing an application of some 800 packages, with npm's cache empty each time. */
export const proxyInstall: Chapter = {
  rows: INSTALL_ROWS,
  measure: async (bench, wanted, done) => {
    const upstream = registryUrl().replace(/\/+$/, '');
    const folder = `${bench.folder}/application`;
    await install({ folder });
    const lockfile = await readLockfile(folder);
    console.log(`the application has ${countPackages(lockfile)} packages`);
    const setting = { bench, upstream, folder, lockfile };
    const contestants: readonly (Registry | 'direct')[] = ['direct', ...bench.registries];
    const results = await alternate(contestants, bench.options.rounds, async (contestant) =>
      contestant === 'direct'
        ? measureDirect(setting)
        : measureThrough(setting, contestant).catch((error: unknown) => ({
            failure: error instanceof Error ? error.message : String(error),
          })),
    );
    for (const row of INSTALL_ROWS.filter(({ id }) => wanted(id))) done(toRow(row, results));
  },
};

interface Setting {
  readonly bench: Bench;
  readonly upstream: string;
  readonly folder: string;
  readonly lockfile: string;
}

async function measureDirect({ folder, lockfile }: Setting): Promise<Round> {
  const whole = { cpu: 0, peak: 0 };
  const cold = { seconds: await install({ folder }), ...whole };
  const ci = { seconds: await install({ folder, lockfile }), ...whole };
  return { 'install-cold': cold, 'install-warm': cold, 'ci-cold': ci, 'ci-warm': ci };
}

/** Each command over a folder of its own, twice: the second time everything is kept. */
async function measureThrough(setting: Setting, registry: Registry): Promise<Round> {
  const { bench, upstream, folder, lockfile } = setting;
  const twice = async (command: 'install' | 'ci') =>
    whileProxying(bench, { registry, upstream, purpose: 'install' }, async (contestant) => {
      const { url } = contestant.server;
      const installation = {
        folder,
        registry: url,
        ...(command === 'ci' && { lockfile: lockfileAt(url, lockfile) }),
      };
      return {
        cold: await watch(contestant, () => install(installation)),
        warm: await watch(contestant, () => install(installation)),
      };
    });
  const [whole, ci] = [await twice('install'), await twice('ci')];
  return {
    'install-cold': whole.cold,
    'install-warm': whole.warm,
    'ci-cold': ci.cold,
    'ci-warm': ci.warm,
  };
}

/** What an installation takes of a registry. */
export async function watch(
  { server }: Contestant,
  run: () => Promise<number>,
): Promise<Installed> {
  const before = await readUsage(server.pid);
  const seconds = await run();
  await wait(BEHIND);
  const after = await readUsage(server.pid);
  const cpu = (after.cpuMilliseconds - before.cpuMilliseconds) / 1000;
  return { seconds, cpu, peak: after.peak };
}

type Results = ReadonlyMap<Registry | 'direct', readonly Outcome[]>;

function toRow(row: InstallRow, results: Results): Row {
  const direct = valuesOf(row, results.get('direct') ?? []);
  const measurements: Measurements = {};
  for (const [contestant, outcomes] of results) {
    if (contestant === 'direct') continue;
    const failure = outcomes.flatMap((outcome) =>
      'failure' in outcome ? [outcome.failure] : [],
    )[0];
    measurements[contestant.name] =
      failure === undefined ? compare(row, valuesOf(row, outcomes), direct) : failed(failure);
  }
  const { figure, title } = row;
  const beside =
    figure === 'seconds' ? ` (from the upstream itself: ${number(median(direct))} s)` : '';
  return { ...row, title: title + beside, measurements };
}

function compare(
  { figure }: InstallRow,
  rounds: readonly number[],
  direct: readonly number[],
): Measurement {
  const spread = `${number(Math.min(...rounds))} to ${number(Math.max(...rounds))}`;
  if (figure !== 'seconds') return { value: median(rounds), rounds, note: spread };
  const times = median(rounds) / median(direct);
  return {
    value: median(rounds),
    rounds,
    note: `${number(times)} × direct; ${spread}`,
    details: { '× direct': times, 'direct s': median(direct) },
  };
}

function valuesOf({ figure, kind }: InstallRow, outcomes: readonly Outcome[]): readonly number[] {
  return outcomes.flatMap((outcome) => {
    const installed = 'failure' in outcome ? undefined : outcome[kind];
    if (!installed) return [];
    return [figure === 'peak' ? installed.peak / 1e6 : installed[figure]];
  });
}
