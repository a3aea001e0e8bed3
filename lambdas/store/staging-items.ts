import type { PackageName } from '#domain/package-name.ts';
import { expiryOf, type StagingArea } from '#domain/staging/staging-area.ts';
import { stagedNumbers, stagedVersions } from '#store/entities/staged-version.ts';
import { stagingAreas } from '#store/entities/staging-area.ts';
import { itemComposer } from '#store/item-composer.ts';
import type { StoredStaged } from '#store/staging.ts';
import {
  absent,
  absentOrExpired,
  check,
  put,
  remove,
  still,
  unchanged,
} from '#store/transaction-items.ts';

const compose = {
  staged: itemComposer(stagedVersions),
  number: itemComposer(stagedNumbers),
  area: itemComposer(stagingAreas),
};

/** What becomes of a package's staging area. */
export interface AreaChange {
  /** As it was read; undefined: nothing is staged. */
  readonly before: StagingArea | undefined;
  /** As it shall be; undefined: as it was, which must still be so. */
  readonly after: StagingArea | undefined;
}

/** Closes the race of two that change the area, and that of two that claim a name, one by staging a version. */
export function areaItem(name: PackageName, { before, after }: AreaChange): object {
  const condition = unchanged('rev', before?.rev);
  if (!after) return check(compose.area({ name }), condition);
  return put(compose.area({ ...after, ttl: expiryOf(after) }), condition);
}

/** A newly staged version and the number that it takes, which comes first. */
export const stagedItems = (staged: StoredStaged, now: Date): readonly object[] => [
  put(compose.number({ ...numberOf(staged), ttl: ttlOf(staged) }), absentOrExpired(now)),
  put(compose.staged({ ...staged, ttl: ttlOf(staged) }), absent),
];

/** A staged version together with what was decided of it: it was not decided before. */
export const decidedItem = (staged: StoredStaged): object =>
  put(compose.staged({ ...staged, ttl: ttlOf(staged) }), {
    ConditionExpression: '#id = :id AND attribute_not_exists(#decision)',
    ExpressionAttributeNames: { '#id': 'id', '#decision': 'decision' },
    ExpressionAttributeValues: { ':id': staged.id },
  });

/** Gives the number of a rejected version back. */
export const freedNumber = (staged: StoredStaged): object =>
  remove(compose.number(numberOf(staged)), still('stageId', staged.id));

const numberOf = ({ id, draft: { name, version } }: StoredStaged) => ({
  name,
  version,
  stageId: id,
});

const ttlOf = ({ until }: StoredStaged): number => Math.floor(Date.parse(until) / 1000);
