import { library } from '../documents/library.ts';
import { whileAllProxying } from '../harness/proxying.ts';
import { serveLibrary } from '../upstream/documents.ts';
import { startLoopback } from '../upstream/loopback.ts';
import type { Chapter } from './chapter.ts';
import { type LoadRow, measureLoad } from './load-row.ts';
import { readRows } from './read-rows.ts';
import { timesPeer } from './target.ts';

const READ = new Set([
  'packument-small',
  'packument-express',
  'abbreviated-express',
  'packument-typescript',
  'abbreviated-typescript',
  'tarball-small',
  'tarball-heavy',
]);

const rows: readonly LoadRow[] = readRows
  .filter(({ id }) => READ.has(id))
  .map((row) => ({
    ...row,
    id: `proxy-reads-${row.id}`,
    title: `kept of an upstream: ${row.title}`,
    target: timesPeer(1, 'pnpr'),
  }));

/** Reading what is kept of an upstream: the same as in the rows of reads, but nothing was published. */
export const proxyReads: Chapter = {
  rows,
  measure: async (bench, wanted, done) => {
    const upstream = await startLoopback();
    try {
      serveLibrary(upstream, library());
      await whileAllProxying(
        bench,
        { upstream: upstream.url, purpose: 'proxy-reads' },
        async (contestants) => {
          for (const row of rows.filter(({ id }) => wanted(id))) {
            done(await measureLoad(bench, contestants, row));
          }
        },
      );
    } finally {
      await upstream.close();
    }
  },
};
