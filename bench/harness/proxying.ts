import { rm } from 'node:fs/promises';

import type { Registry } from '../registries/registry.ts';
import { type Bench, type Contestant, emptyFolder } from './bench.ts';

/** Where a registry is run, and before what. */
export interface Proxying {
  readonly registry: Registry;
  readonly upstream: string;
  /** What its folder is called after. */
  readonly purpose: string;
}

/** Runs a registry before an upstream of which it has nothing yet, for as long as the work lasts. */
export async function whileProxying<T>(
  bench: Bench,
  { registry, upstream, purpose }: Proxying,
  work: (contestant: Contestant) => Promise<T>,
): Promise<T> {
  const folder = await emptyFolder(bench, registry.name, purpose);
  const server = await registry.start(folder, upstream);
  try {
    return await work({ registry, server, token: '' });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same with all registries of the run at once. */
export async function whileAllProxying<T>(
  bench: Bench,
  { upstream, purpose }: Omit<Proxying, 'registry'>,
  work: (contestants: readonly Contestant[]) => Promise<T>,
): Promise<T> {
  const next = async (contestants: readonly Contestant[]): Promise<T> => {
    const registry = bench.registries[contestants.length];
    if (!registry) return work(contestants);
    return whileProxying(bench, { registry, upstream, purpose }, (contestant) =>
      next([...contestants, contestant]),
    );
  };
  return next([]);
}
