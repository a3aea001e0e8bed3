import type { StoredRelease } from '#store/releases.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

const { name: TableName, partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

/**
 * One partition takes the newest versions of the whole registry: each is one small write in a transaction, and a partition takes some
 * five hundred a second. The change that publishes it writes to one partition of its day too.
 */
export const NEWEST = 'newest';
/** How long a version is among them. */
const KEPT = 365 * 86_400_000;
/** Of one package at once: an import may bring thousands. */
const MOST = 100;
/** Of one that was not listed before: a registry that is listed for the first time has many, and nobody reads that far back. */
const MOST_AT_FIRST = 5;

/** What was published last of a package since a revision of it, and is to be among the newest. */
export const newestOf = (
  releases: readonly StoredRelease[],
  since: number,
  now: Date,
): readonly StoredRelease[] =>
  releases
    .filter(({ rev, publishedAt }) => rev > since && Date.parse(publishedAt) > now.getTime() - KEPT)
    .toSorted((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1))
    .slice(0, since === 0 ? MOST_AT_FIRST : MOST);

export const newestPut = ({
  name,
  version,
  publishedAt,
}: Pick<StoredRelease, 'name' | 'version' | 'publishedAt'>): object => ({
  Put: {
    TableName,
    Item: {
      [partitionKey]: NEWEST,
      [sortKey]: `${publishedAt}#${name}#${version}`,
      [ttlAttribute]: Math.floor((Date.parse(publishedAt) + KEPT) / 1000),
      name,
      version,
      __edb_e__: 'newestVersion',
      __edb_v__: '1',
    },
  },
});
