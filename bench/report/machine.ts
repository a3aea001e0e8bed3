import { cpus, loadavg, release, totalmem, type } from 'node:os';

import type { Registry } from '../registries/registry.ts';

/** What one must know of a run to compare it with another. */
export interface Facts {
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  /** Runnable processes when the run began: what is above 0 is someone else's work. */
  readonly loadBefore: number;
  /** Each registry with its version and how it was set up. */
  readonly registries: readonly string[];
}

/** Reads them off the machine. */
export async function gatherFacts(registries: readonly Registry[]): Promise<Facts> {
  const described = registries.map(
    async (registry) =>
      `${registry.title} ${await registry.version()}: ${registry.setup}; before an upstream: ${registry.proxySetup}`,
  );
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGigabytes: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
    registries: await Promise.all(described),
  };
}

/** The same in words. */
export function describe(facts: Facts): string {
  const { date, node, cores, processor, memoryGigabytes, system, loadBefore } = facts;
  const machine = `${cores} cores (${processor}), ${memoryGigabytes} GB, ${system}, Node ${node}`;
  return [
    `Measured on ${date} on ${machine}; load before the run ${loadBefore.toFixed(1)}.`,
    '',
    ...facts.registries.map((registry) => `- ${registry}`),
  ].join('\n');
}
