import { rm } from 'node:fs/promises';

import { login } from '../client/npm-protocol.ts';
import type { Registry, RegistryName } from '../registries/registry.ts';
import type { Options } from './options.ts';
import type { Server } from './processes.ts';

/** One run of the benchmark. */
export interface Bench {
  readonly registries: readonly Registry[];
  readonly options: Options;
  /** Where the registries keep their data. */
  readonly folder: string;
}

/** A registry that is running and takes part in a row. */
export interface Contestant {
  readonly registry: Registry;
  readonly server: Server;
  readonly token: string;
}

/** The folder of a registry for one purpose. */
export const folderOf = ({ folder }: Bench, name: RegistryName, purpose: string): string =>
  `${folder}/${name}-${purpose}`;

/** Makes an empty folder of a registry for one purpose. */
export async function emptyFolder(
  bench: Bench,
  name: RegistryName,
  purpose: string,
): Promise<string> {
  const folder = folderOf(bench, name, purpose);
  await rm(folder, { recursive: true, force: true });
  return folder;
}

/** Runs the registries over their folders for as long as the work lasts. */
export async function whileCompeting<T>(
  registries: readonly Registry[],
  folder: (registry: Registry) => string,
  work: (contestants: readonly Contestant[]) => Promise<T>,
): Promise<T> {
  const contestants: Contestant[] = [];
  try {
    for (const registry of registries) {
      const server = await registry.start(folder(registry));
      contestants.push({ registry, server, token: '' });
    }
    const loggedIn = contestants.map(async (contestant) => ({
      ...contestant,
      token: await login(contestant.server.url),
    }));
    return await work(await Promise.all(loggedIn));
  } finally {
    await Promise.all(contestants.map(({ server }) => server.stop()));
  }
}

/** Measures in rounds, one registry after the other in each, the first of a round changing. */
export async function alternate<C, T>(
  contestants: readonly C[],
  rounds: number,
  measure: (contestant: C, round: number) => Promise<T>,
): Promise<ReadonlyMap<C, readonly T[]>> {
  const results = new Map<C, T[]>(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contestants.length;
    const order = [...contestants.slice(first), ...contestants.slice(0, first)];
    for (const contestant of order) {
      results.get(contestant)?.push(await measure(contestant, round));
    }
  }
  return results;
}
