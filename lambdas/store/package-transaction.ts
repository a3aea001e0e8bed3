import { createWriteTransaction, type TransactWriteEntities } from 'electrodb';

import type { TrustedPublisher } from '#domain/ci/trusted-publisher.ts';
import type { Package, Release } from '#domain/package.ts';
import type { Deprecation } from '#domain/packument-edit.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import type { UserName } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { type Basis, transactItems, basisCheck } from '#store/basis.ts';
import { toChangeItem } from '#store/changes.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { changes } from '#store/entities/change.ts';
import { packages } from '#store/entities/package.ts';
import { releases, tombstones } from '#store/entities/release.ts';
import { scopes } from '#store/entities/scope.ts';
import { stars } from '#store/entities/star.ts';
import { trustedPublishers } from '#store/entities/trusted-publisher.ts';
import { importedItems, type ImportedNumbers } from '#store/imported-items.ts';
import { itemComposer } from '#store/item-composer.ts';
import { lookAlikesItem } from '#store/look-alikes-item.ts';
import type { LookAlikes } from '#store/look-alikes.ts';
import { shardOf } from '#store/packages.ts';
import { type StoredRelease, toItem } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { shadowingPut } from '#store/shadowing.ts';
import { type AreaChange, areaItem, decidedItem } from '#store/staging-items.ts';
import type { StoredStaged } from '#store/staging.ts';
import type { ScopeState } from '#store/standing.ts';
import { type Sending, transact } from '#store/transact.ts';
import { absent, absentOrExpired, put, still } from '#store/transaction-items.ts';

/** Everything that one write changes of a package: all of it happens, or none. */
export interface PackageChange {
  /** As it was read; undefined claims the name. */
  readonly before: Package | undefined;
  /** As it shall be, but for what every change sets. */
  readonly after: Omit<Package, 'rev' | 'changeId' | 'modifiedAt'>;
  /** What documents name as the time of their last change, where that is not now. */
  readonly modifiedAt?: string;
  readonly published?: Omit<Release, 'rev'>;
  readonly imported?: ImportedNumbers;
  readonly deprecated?: readonly Deprecation[];
  readonly removed?: readonly Release[];
  readonly star?: { readonly user: UserName; readonly starred: boolean };
  /** Who of CI claims the name by publishing first. */
  readonly trusted?: TrustedPublisher;
  /** For a new name: the similar names, as they were read. */
  readonly similar?: LookAlikes;
  /** For a new name: whether an upstream has it too, where that is so or can't be found out. */
  readonly shadows?: Exclude<Shadows, 'nothing'>;
  /** For a new name in a scope: whose the scope was. */
  readonly scope?: ScopeState | undefined;
  /** What the organization of the scope said of who writes, where the permission rests on that. */
  readonly basis?: readonly Basis[];
  /** For a new name, and for what was staged: the staging area, which others change too. */
  readonly staging?: AreaChange;
  /** The staged version that is published, with the decision. */
  readonly approved?: StoredStaged;
  readonly audit: Omit<AuditEvent, 'at' | 'subject'>;
  /** What has to happen first, such as bytes reaching the disk; its failure fails the change. */
  readonly onceDone?: Promise<unknown>;
}

/** A change as it is written, and when. */
interface DatedChange extends PackageChange {
  readonly at: string;
}

/** Releases that one transaction can change: 100 items, less those that every change writes. */
export const RELEASES_PER_CHANGE = 90;

/** What was not as it had been read. */
export type Obstacle = 'version' | 'package';

const ENTITIES = { releases, tombstones, stars, scopes };
type Entities = TransactWriteEntities<typeof ENTITIES>;

/** What every publish writes. */
const compose = {
  release: itemComposer(releases),
  package: itemComposer(packages),
  change: itemComposer(changes),
  auditEvent: itemComposer(auditEvents),
  trustedPublisher: itemComposer(trustedPublishers),
};

/** Writes a change in one transaction, or tells what stood in its way and writes nothing. */
export async function writePackage(
  { table, blobs }: Pick<Services, 'table' | 'blobs'>,
  change: DatedChange,
  after: Package,
  sending: Sending,
): Promise<Obstacle | undefined> {
  const { published, onceDone } = change;
  const release = published && (await toItem(blobs, { ...published, rev: after.rev }));
  const imported = change.imported && (await importedItems(blobs, change.imported, change, after));
  const transaction = {
    params: () => ({
      TransactItems: [
        // The new version comes first: that it exists outweighs that somebody else was quicker.
        ...(release ? [releaseItem(change, release)] : []),
        packageItem(change, after),
        ...(imported ?? []),
        ...scopeItems(change),
        ...(change.basis ?? []).map(basisCheck),
        ...(change.similar ? [lookAlikesItem(change.similar, after.name)] : []),
        ...shadowingItems(change, after),
        ...stagingItems(change, after),
        ...(change.trusted ? [put(compose.trustedPublisher(change.trusted), absent)] : []),
        put(compose.change(toChangeItem({ at: change.at, name: after.name, rev: after.rev }))),
        put(compose.auditEvent(toAuditItem(auditEvent(change, after))), absent),
        ...otherItems(change, after),
      ],
    }),
  };
  const codes = await transact(table, transaction, {
    ready: async () => Promise.all([onceDone, sending.ready()]),
    sent: sending.sent,
  });
  if (!codes) return undefined;
  return release && codes[0] === 'ConditionalCheckFailed' ? 'version' : 'package';
}

/** What was staged comes in the place of the number that it held; everything else, where nothing is. */
function releaseItem({ approved, at }: DatedChange, release: StoredRelease): object {
  const condition = approved ? still('stageId', approved.id) : absentOrExpired(new Date(at));
  return put(compose.release(release), condition);
}

function shadowingItems({ shadows, at, audit }: DatedChange, { name }: Package): readonly object[] {
  if (shadows === undefined) return [];
  return [shadowingPut({ name, claimedAt: at, claimedBy: audit.actor, shadows })];
}

function stagingItems({ approved, staging }: PackageChange, { name }: Package): readonly object[] {
  return [
    ...(staging ? [areaItem(name, staging)] : []),
    ...(approved ? [decidedItem(approved)] : []),
  ];
}

/** Closes the race of two writers that read the same package: only one of them follows on it. */
function packageItem({ before }: PackageChange, after: Package): object {
  const item = compose.package({ ...after, shard: shardOf(after.name) });
  return put(item, before ? still('changeId', before.changeId) : absent);
}

/** What edits write, and publishes do not. */
function otherItems(change: DatedChange, after: Package): readonly object[] {
  if (!change.deprecated && !change.removed && !change.star) return [];
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    ...releaseItems(entities, change, after),
    ...starItems(entities, change),
  ]);
  return transactItems(transaction);
}

/**
 * Closes the race of a claim and the making of an organization, and counts the name at once: lists of names
 * come from an index.
 */
function scopeItems({ scope }: PackageChange): readonly object[] {
  if (!scope) return [];
  const { key, org } = scope;
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.scopes
      .upsert({ key })
      .add({ claims: 1 })
      .where((attributes, { eq, notExists }) =>
        org === undefined ? notExists(attributes.org) : eq(attributes.org, org),
      )
      .commit(),
  ]);
  return transactItems(transaction);
}

function releaseItems(entities: Entities, change: DatedChange, { rev, name }: Package) {
  const { deprecated = [], removed = [], audit, at } = change;
  const edits = deprecated.map(({ version, message }) => {
    const edit = entities.releases.patch({ name, version }).set({ rev });
    return message === undefined
      ? edit.remove(['deprecated']).commit()
      : edit.set({ deprecated: message }).commit();
  });
  const graves = removed.map(({ version, integrity }) =>
    entities.tombstones
      .put({ name, version, integrity, removedBy: audit.actor, removedAt: at })
      .commit(),
  );
  return [...edits, ...graves];
}

function starItems(entities: Entities, { star, after: { name } }: PackageChange) {
  if (!star) return [];
  const { user, starred } = star;
  return [
    starred
      ? entities.stars.put({ name, user }).commit()
      : entities.stars.delete({ name, user }).commit(),
  ];
}

const auditEvent = ({ audit, at }: DatedChange, { name }: Package) => ({
  ...audit,
  at,
  subject: `package:${name}`,
});
