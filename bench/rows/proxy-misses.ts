import { setTimeout as wait } from 'node:timers/promises';

import { packagePath } from '../client/npm-protocol.ts';
import { type Transfer, transfer } from '../client/transfer.ts';
import { packWithNoise, SCOPE } from '../documents/library.ts';
import { tarballPath } from '../documents/publication.ts';
import type { Bench } from '../harness/bench.ts';
import { whileProxying } from '../harness/proxying.ts';
import type { Registry } from '../registries/registry.ts';
import { number } from '../report/format.ts';
import { serveLibrary } from '../upstream/documents.ts';
import { type LoopbackUpstream, startLoopback } from '../upstream/loopback.ts';
import type { Chapter } from './chapter.ts';
import { failed, type Measurement, type Measurements, type RowDefinition } from './row.ts';
import { atMost } from './target.ts';

const CLIENTS = 200;
/** Milliseconds until the upstream answers, as one does that is elsewhere. */
const DISTANCE = 100;

const base = { unit: 'requests', better: 'less', target: atMost(1, 'request') } as const;
const ofDocument: RowDefinition = {
  ...base,
  id: 'proxy-misses-document',
  title: `${CLIENTS} at once want a document that is not kept: requests to the upstream`,
};
const ofTarball: RowDefinition = {
  ...base,
  id: 'proxy-misses-tarball',
  title: `${CLIENTS} at once want a tarball of 1 MB that is not kept: requests to the upstream`,
};

const wantedPackage = packWithNoise(`${SCOPE}/wanted`, '1.0.0', 1_000_000);

/** Many who want the same thing at the same time. */
export const proxyMisses: Chapter = {
  rows: [ofDocument, ofTarball],
  measure: async (bench, wanted, done) => {
    const [documents, tarballs]: [Measurements, Measurements] = [{}, {}];
    for (const registry of bench.registries) {
      const both = await measureBoth(bench, registry);
      documents[registry.name] = both.document;
      tarballs[registry.name] = both.tarball;
    }
    if (wanted(ofDocument.id)) done({ ...ofDocument, measurements: documents });
    if (wanted(ofTarball.id)) done({ ...ofTarball, measurements: tarballs });
  },
};

/** The document's turn comes first: with it at hand, the tarball is all that is missing. */
async function measureBoth(
  bench: Bench,
  registry: Registry,
): Promise<Readonly<Record<'document' | 'tarball', Measurement>>> {
  const upstream = await startDistant();
  try {
    return await whileProxying(
      bench,
      { registry, upstream: upstream.url, purpose: 'misses' },
      async ({ server }) => ({
        document: await rush(upstream, server.url, packagePath(wantedPackage.name)),
        tarball: await rush(
          upstream,
          server.url,
          tarballPath(wantedPackage),
          wantedPackage.tarball.length,
        ),
      }),
    );
  } finally {
    await upstream.close();
  }
}

async function startDistant(): Promise<LoopbackUpstream> {
  const upstream = await startLoopback();
  const distant: LoopbackUpstream = {
    ...upstream,
    answer: (path, answer) =>
      upstream.answer(
        path,
        (asked, response) => void setTimeout(answer, DISTANCE, asked, response),
      ),
  };
  const { name } = wantedPackage;
  serveLibrary(distant, [{ name, publications: [wantedPackage] }]);
  return distant;
}

/** A document is as long as a registry makes it; `length` is what a tarball has to have. */
async function rush(
  upstream: LoopbackUpstream,
  url: string,
  path: string,
  length?: number,
): Promise<Measurement> {
  const upstreamPath = decodeURIComponent(path);
  const before = upstream.asked(upstreamPath);
  const answers = await Promise.all(
    Array.from({ length: CLIENTS }, async () => transfer(url + path)),
  );
  // Who asks behind its answers has done so by then.
  await wait(5 * DISTANCE);
  const asked = upstream.asked(upstreamPath) - before;
  const bad = answers.filter((answer) => !isWhole(answer, length));
  if (bad.length > 0)
    return failed(`${bad.length} of ${CLIENTS} got ${bad[0]?.status} or less than all`);
  const last = Math.max(...answers.map(({ whole }) => whole));
  return {
    value: asked,
    rounds: [asked],
    note: `the last of them served after ${number(last)} ms`,
    details: { 'last ms': last },
  };
}

const isWhole = ({ status, complete, bytes }: Transfer, length = bytes): boolean =>
  status === 200 && complete && bytes === length;
