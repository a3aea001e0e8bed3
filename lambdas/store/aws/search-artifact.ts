import type { SearchIndex } from '#store/search-index.ts';
import type { Change } from '#store/search/search-writer.ts';

import { variable } from './environment.ts';
import type { ObjectName } from './s3.ts';
import { keepSearchCopy } from './search-current-copy.ts';
import { type Report, rewriteSearchObject } from './search-rewrite.ts';

/*
 * The search index of a registry on AWS: one SQLite file, an object in S3. Who searches has a copy of it;
 * who changes packages replaces it whole, on condition that it is still the one that was changed.
 *
 * It grows by 1.3 KB a package at first and by 1.1 KB in the end, and whoever moves it moves all of it
 * (`node bench/search.ts <packages>`; milliseconds without the time that the bytes take to S3 and back):
 *
 *   packages       1,000     10,000     100,000
 *   file          1.3 MB      12 MB      107 MB
 *   a batch        15 ms     120 ms    1,200 ms   of 1 or of 64 changes; 1,000 changes cost 100 ms more
 *   first search    5 ms      25 ms      350 ms   of a process: its download
 *
 * At 100,000 packages and, say, 60 MB/s a batch takes five seconds and the first search of a process two.
 * Batches follow one another, so that is also how late search is, however many changes there are. Every
 * batch leaves the last file as a version in the bucket, which has to expire soon: a thousand batches a
 * day are 107 GB.
 *
 * One file no longer serves where two of them fill a Lambda's 512 MB of /tmp, at about 200,000 packages; a
 * job has one in memory besides, for its upload. From there on it is OpenSearch (`search: opensearch`).
 */

export interface SearchArtifactOptions {
  readonly bucket?: string;
  readonly key?: string;
  /** Told what went wrong and was got over. */
  readonly report?: Report;
  /** The clock that packages age by. */
  readonly now?: () => Date;
}

/** Where the index is, unless a test says otherwise. */
const KEY = 'search/index.sqlite';

const nameOf = ({ bucket, key = KEY }: SearchArtifactOptions): ObjectName => ({
  bucket: bucket ?? variable('PANTRY_DOCUMENTS_BUCKET'),
  key,
});

/** For what nobody asked to hear of otherwise. */
const warn: Report = (message, error) => process.emitWarning(`${message}: ${String(error)}`);

/**
 * An index for who only searches. A change is found a second later at the most, or, where changes follow
 * each other, a second later for every 10 MB of the index.
 */
export function openSearchReader(options: SearchArtifactOptions = {}): SearchIndex {
  const { report = warn, now = () => new Date() } = options;
  const current = keepSearchCopy(nameOf(options), report);
  return {
    async search(query) {
      const copy = await current();
      return copy ? copy.search(query, now()) : { total: 0, hits: [] };
    },
    save: onlyReads,
    remove: onlyReads,
  };
}

const onlyReads = async (): Promise<never> => {
  throw new Error('this function only reads: its route names no store that is written');
};

const onlyWrites = async (): Promise<never> => {
  throw new Error('this job only writes: what it changes is found when it is through');
};

/**
 * Gives work an index to change, and resolves when all that it changed can be found. All of it is one
 * download and one upload, and neither where it changed nothing; work that throws changes nothing.
 */
export async function withSearchIndex<T>(
  work: (index: SearchIndex) => Promise<T>,
  options: SearchArtifactOptions = {},
): Promise<T> {
  const changes: Change[] = [];
  const push = async (change: Change): Promise<void> => void changes.push(change);
  const result = await work({
    save: async (document) => push({ kind: 'save', document }),
    remove: async (name, rev) => push({ kind: 'remove', name, rev }),
    search: onlyWrites,
  });
  if (changes.length > 0) {
    await rewriteSearchObject(nameOf(options), changes, options.report ?? warn);
  }
  return result;
}
