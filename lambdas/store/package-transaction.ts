import { createWriteTransaction, type TransactWriteEntities } from 'electrodb';

import type { Package, Release } from '#domain/package.ts';
import type { Deprecation } from '#domain/packument-edit.ts';
import type { UserName } from '#domain/user.ts';
import { type AuditEvent, auditEvents, toAuditItem } from '#store/audit.ts';
import { changes, toChangeItem } from '#store/changes.ts';
import { type LookAlikes, lookAlikes } from '#store/look-alikes.ts';
import { packages, shardOf } from '#store/packages.ts';
import { releases, toItem, tombstones } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { stars } from '#store/stars.ts';
import { type Sending, transact } from '#store/transact.ts';

/** Everything that one write changes of a package: all of it happens, or none. */
export interface PackageChange {
  /** As it was read; undefined claims the name. */
  readonly before: Package | undefined;
  /** As it shall be, but for what every change sets. */
  readonly after: Omit<Package, 'rev' | 'changeId' | 'modifiedAt'>;
  readonly published?: Omit<Release, 'rev'>;
  readonly deprecated?: readonly Deprecation[];
  readonly removed?: readonly Release[];
  readonly star?: { readonly user: UserName; readonly starred: boolean };
  /** For a new name: the similar names, as they were read. */
  readonly similar?: LookAlikes;
  readonly audit: Omit<AuditEvent, 'at' | 'subject'>;
  /** What has to happen first, such as bytes reaching the disk; its failure fails the change. */
  readonly onceDone?: Promise<unknown>;
}

/** Releases that one transaction can change: 100 items, less those that every change writes. */
export const RELEASES_PER_CHANGE = 90;

/** What was not as it had been read. */
export type Obstacle = 'version' | 'package';

const ENTITIES = { packages, releases, tombstones, stars, lookAlikes, changes, auditEvents };
type Entities = TransactWriteEntities<typeof ENTITIES>;

/** Writes a change in one transaction, or tells what stood in its way and writes nothing. */
export async function writePackage(
  { table, blobs }: Pick<Services, 'table' | 'blobs'>,
  change: PackageChange,
  after: Package,
  sending: Sending,
): Promise<Obstacle | undefined> {
  const { published, onceDone } = change;
  const release = published && (await toItem(blobs, { ...published, rev: after.rev }));
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    // The new version comes first: that it exists outweighs that somebody else was quicker.
    ...(release ? [entities.releases.create(release).commit()] : []),
    packageItem(entities, change, after),
    ...releaseItems(entities, change, after),
    ...starItems(entities, change),
    ...similarItems(entities, change, after),
    entities.changes
      .put(toChangeItem({ at: after.modifiedAt, name: after.name, rev: after.rev }))
      .commit(),
    entities.auditEvents.create(toAuditItem(auditEvent(change, after))).commit(),
  ]);
  const codes = await transact(table, transaction, {
    ready: async () => Promise.all([onceDone, sending.ready()]),
    sent: sending.sent,
  });
  if (!codes) return undefined;
  return release && codes[0] === 'ConditionalCheckFailed' ? 'version' : 'package';
}

/** Closes the race of two writers that read the same package: only one of them follows on it. */
function packageItem(entities: Entities, { before }: PackageChange, after: Package) {
  const item = { ...after, shard: shardOf(after.name) };
  if (!before) return entities.packages.create(item).commit();
  return entities.packages
    .put(item)
    .where(({ changeId }, { eq }) => eq(changeId, before.changeId))
    .commit();
}

function releaseItems(
  entities: Entities,
  change: PackageChange,
  { rev, name, modifiedAt }: Package,
) {
  const { deprecated = [], removed = [], audit } = change;
  const edits = deprecated.map(({ version, message }) => {
    const edit = entities.releases.patch({ name, version }).set({ rev });
    return message === undefined
      ? edit.remove(['deprecated']).commit()
      : edit.set({ deprecated: message }).commit();
  });
  const graves = removed.map(({ version, integrity }) =>
    entities.tombstones
      .put({ name, version, integrity, removedBy: audit.actor, removedAt: modifiedAt })
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

/** Closes the race of two that claim names which look alike. */
function similarItems(entities: Entities, { similar }: PackageChange, { name }: Package) {
  if (!similar) return [];
  const { key, rev, names } = similar;
  const item = { key, names: [...names, name], rev: rev + 1 };
  if (rev === 0) return [entities.lookAlikes.create(item).commit()];
  return [
    entities.lookAlikes
      .put(item)
      .where((attributes, { eq }) => eq(attributes.rev, rev))
      .commit(),
  ];
}

const auditEvent = ({ audit }: PackageChange, { name, modifiedAt }: Package) => ({
  ...audit,
  at: modifiedAt,
  subject: `package:${name}`,
});
