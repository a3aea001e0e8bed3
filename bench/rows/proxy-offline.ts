import { rm } from 'node:fs/promises';
import registryUrl from 'registry-url';

import { install, lockfileAt, readLockfile } from '../client/npm-install.ts';
import { type Bench, emptyFolder } from '../harness/bench.ts';
import type { Registry } from '../registries/registry.ts';
import { type Relay, startRelay } from '../upstream/relay.ts';
import type { Chapter } from './chapter.ts';
import { failed, type Measurement, type Measurements, type RowDefinition } from './row.ts';
import { own } from './target.ts';

const counted = { unit: 'requests', better: 'less' } as const;
const timed = {
  unit: 's',
  better: 'less',
  target: own('it works', () => true),
} as const;
const ROWS = {
  cold: {
    ...counted,
    id: 'proxy-offline-requests',
    title: 'requests to the upstream for an `npm install`, nothing kept yet',
  },
  warm: {
    ...counted,
    id: 'proxy-offline-requests-kept',
    title: 'requests to the upstream for a further `npm install`',
  },
  install: {
    ...timed,
    id: 'proxy-offline-install',
    title: '`npm install` while the upstream is out of reach, after a restart',
  },
  ci: {
    ...timed,
    id: 'proxy-offline-ci',
    title: '`npm ci` while the upstream is out of reach, after a restart',
  },
} as const satisfies Readonly<Record<string, RowDefinition>>;
type Key = keyof typeof ROWS;
const KEYS: readonly Key[] = ['cold', 'warm', 'install', 'ci'];

/** What reaches the upstream, counted on the way there, and what is left when nothing does. */
export const proxyOffline: Chapter = {
  rows: KEYS.map((key) => ROWS[key]),
  measure: async (bench, wanted, done) => {
    const measurements: Record<Key, Measurements> = { cold: {}, warm: {}, install: {}, ci: {} };
    for (const registry of bench.registries) {
      const measured = await measure(bench, registry);
      for (const key of KEYS) measurements[key][registry.name] = measured[key];
    }
    for (const key of KEYS.filter((one) => wanted(ROWS[one].id))) {
      done({ ...ROWS[key], measurements: measurements[key] });
    }
  },
};

async function measure(
  bench: Bench,
  registry: Registry,
): Promise<Readonly<Record<Key, Measurement>>> {
  const relay = await startRelay(registryUrl().replace(/\/+$/, ''));
  const folder = await emptyFolder(bench, registry.name, 'offline');
  try {
    const online = await whileOnline(bench, { registry, relay, folder });
    await relay.close();
    return { ...online, ...(await whileOffline(bench, { registry, relay, folder })) };
  } finally {
    await relay.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Scene {
  readonly registry: Registry;
  readonly relay: Relay;
  readonly folder: string;
}

const applicationOf = ({ folder }: Bench): string => `${folder}/application`;

async function whileOnline(bench: Bench, { registry, relay, folder }: Scene) {
  const server = await registry.start(folder, relay.url);
  const application = { folder: applicationOf(bench), registry: server.url };
  const { counts } = relay;
  try {
    const cold = await counting(counts, () => install(application));
    const warm = await counting(counts, () => install(application));
    return { cold, warm };
  } finally {
    await server.stop();
  }
}

async function counting(
  counts: Relay['counts'],
  run: () => Promise<unknown>,
): Promise<Measurement> {
  const before = { ...counts };
  await run();
  const documents = counts.documents - before.documents;
  const tarballs = counts.tarballs - before.tarballs;
  const value = documents + tarballs;
  return {
    value,
    rounds: [value],
    note: `${documents} for documents, ${tarballs} for tarballs`,
    details: { documents, tarballs },
  };
}

async function whileOffline(bench: Bench, { registry, relay, folder }: Scene) {
  const server = await registry.start(folder, relay.url);
  const application = { folder: applicationOf(bench), registry: server.url };
  const lockfile = lockfileAt(server.url, await readLockfile(application.folder));
  try {
    return {
      install: await attempt(() => install(application)),
      ci: await attempt(() => install({ ...application, lockfile })),
    };
  } finally {
    await server.stop();
  }
}

async function attempt(run: () => Promise<number>): Promise<Measurement> {
  try {
    const seconds = await run();
    return { value: seconds, rounds: [seconds] };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}
