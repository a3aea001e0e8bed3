import { packagePath } from '../client/npm-protocol.ts';
import { request } from '../client/request.ts';
import { transfer } from '../client/transfer.ts';
import { SCOPE } from '../documents/library.ts';
import { typescript } from '../documents/typescript.ts';
import type { Bench } from '../harness/bench.ts';
import { readUsage } from '../harness/process-usage.ts';
import { whileProxying } from '../harness/proxying.ts';
import type { Registry } from '../registries/registry.ts';
import { number } from '../report/format.ts';
import { documentAnswer } from '../upstream/documents.ts';
import { flowingPath, serveFlowing } from '../upstream/flow.ts';
import { type LoopbackUpstream, startLoopback } from '../upstream/loopback.ts';
import type { Chapter } from './chapter.ts';
import { failed, type Measurement, type Measurements, type RowDefinition } from './row.ts';
import { atMost } from './target.ts';

const MEGABYTE = 1_000_000;
const SIZE = 200 * MEGABYTE;
const QUICK_SIZE = 20 * MEGABYTE;
const AT_ONCE = 4;
/** Bytes a second: a mobile connection. Less than a server's buffer holds is taken in any few seconds. */
const SLOW = 2 * MEGABYTE;
/** Versions that make a document of 100 MB. */
const VERSIONS = 26_500;
const QUICK_VERSIONS = 2650;

const TARBALLS = `${SCOPE}/passing`;
const DOCUMENT = `${SCOPE}/endless`;

/** What is asked of a fresh registry, all at once. */
interface MemoryRow extends RowDefinition {
  readonly paths: readonly string[];
  readonly rate?: number;
}

const tarballPaths = Array.from({ length: AT_ONCE }, (_, index) =>
  flowingPath(TARBALLS, `${index + 1}.0.0`),
);
const base = { unit: 'MB', better: 'less', target: atMost(250, 'MB') } as const;
const rows: readonly MemoryRow[] = [
  {
    ...base,
    id: 'proxy-memory-tarball',
    title: 'peak memory while a tarball of 200 MB passes that is not kept',
    paths: tarballPaths.slice(0, 1),
  },
  {
    ...base,
    id: 'proxy-memory-tarballs',
    title: `peak memory while ${AT_ONCE} tarballs of 200 MB pass at once`,
    paths: tarballPaths,
  },
  {
    ...base,
    id: 'proxy-memory-slow',
    title: 'peak memory while a tarball of 200 MB passes to a client that takes 2 MB/s',
    paths: tarballPaths.slice(0, 1),
    rate: SLOW,
  },
  {
    ...base,
    id: 'proxy-memory-document',
    title: 'peak memory while a document of 100 MB passes that is not kept',
    paths: [packagePath(DOCUMENT)],
  },
];

/** What passing takes of a fresh registry's memory. */
export const proxyMemory: Chapter = {
  rows,
  measure: async (bench, wanted, done) => {
    const upstream = await startLoopback();
    try {
      fill(upstream, bench.options.quick);
      for (const row of rows.filter(({ id }) => wanted(id))) {
        const measurements: Measurements = {};
        for (const registry of bench.registries) {
          measurements[registry.name] = await peakOf(bench, { upstream, registry, row });
        }
        done({ ...row, measurements });
      }
    } finally {
      await upstream.close();
    }
  },
};

function fill(upstream: LoopbackUpstream, quick: boolean): void {
  const versions = tarballPaths.map((_, index) => ({
    version: `${index + 1}.0.0`,
    size: quick ? QUICK_SIZE : SIZE,
  }));
  serveFlowing(upstream, TARBALLS, versions);
  const manifests = Array.from({ length: quick ? QUICK_VERSIONS : VERSIONS }, (_, index) => {
    const version = `1.0.${index}`;
    const tarball = `${upstream.url}${flowingPath(DOCUMENT, version)}`;
    const dist = { shasum: index.toString(16).padStart(40, '0'), tarball };
    return { ...typescript(DOCUMENT, index), version, dist };
  });
  upstream.answer(`/${DOCUMENT}`, documentAnswer(DOCUMENT, manifests));
}

interface Scene {
  readonly upstream: LoopbackUpstream;
  readonly registry: Registry;
  readonly row: MemoryRow;
}

async function peakOf(bench: Bench, { upstream, registry, row }: Scene): Promise<Measurement> {
  const proxying = { registry, upstream: upstream.url, purpose: 'memory' };
  return whileProxying(bench, proxying, async ({ server }) => {
    await request(`${server.url}${packagePath(TARBALLS)}`);
    const before = await readUsage(server.pid);
    const transfers = await Promise.all(
      row.paths.map(async (path) =>
        transfer(server.url + path, {
          headers: { 'accept-encoding': 'gzip' },
          ...(row.rate !== undefined && { rate: row.rate }),
        }),
      ),
    );
    const { peak } = await readUsage(server.pid);
    const bad = transfers.find(({ status, complete }) => status !== 200 || !complete);
    if (bad) {
      const seconds = number(bad.whole / 1000);
      return failed(`answered ${bad.status}, ended after ${bad.bytes} bytes and ${seconds} s`);
    }
    const more = (peak - before.resident) / 1e6;
    return {
      value: peak / 1e6,
      rounds: [peak / 1e6],
      note: `${number(more)} MB more than before`,
      details: { 'before MB': before.resident / 1e6, 'more MB': more },
    };
  });
}
