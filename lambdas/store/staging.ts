import type { PackageName } from '#domain/package-name.ts';
import type { ReleaseDraft } from '#domain/package.ts';
import type { StagedVersion } from '#domain/staging/staged-version.ts';
import { isPast, type StagingArea } from '#domain/staging/staging-area.ts';
import type { Version } from '#domain/version.ts';
import { findItem, findItems, itemsOf, listItems, pagesOf } from '#store/items.ts';
import { packagePartition } from '#store/packages.ts';
import { blobsOf, fromStoredDraft, type StoredDraft, type StoredRelease } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { FIRST_STAR } from '#store/stars.ts';
import type { Item, TableReader } from '#store/table.ts';

/** A staged version as the table holds it: a very large manifest lies among the blobs. */
export interface StoredStaged extends Omit<StagedVersion, 'draft'> {
  readonly draft: StoredDraft;
}

/** Undefined also where it has expired, or what became of it is forgotten. */
export async function findStaged(
  { table, now }: Pick<Services, 'table' | 'now'>,
  id: string,
): Promise<StoredStaged | undefined> {
  const item = await findItem(table, 'stagedVersion', `stage#${id}`, 'stage');
  const staged = item && toStaged(item);
  return staged && !isPast(staged.until, now()) ? staged : undefined;
}

/** What is to be published of a staged version, its manifest brought along from wherever it is. */
export const draftOf = async (
  { blobs }: Pick<Services, 'blobs'>,
  { draft }: StoredStaged,
): Promise<ReleaseDraft> => fromStoredDraft(blobs, draft);

export async function findStagingArea(
  table: TableReader,
  name: PackageName,
): Promise<StagingArea | undefined> {
  const item = await findItem(table, 'stagingArea', packagePartition(name), 'staged');
  return item && toArea(item);
}

/** Those of all packages that have something staged. */
export async function listStagingAreas(table: TableReader): Promise<readonly StagingArea[]> {
  const areas: StagingArea[] = [];
  const query = { partition: 'staged', index: 'gsi1', limit: LISTED_AT_ONCE };
  for await (const page of pagesOf(table, query)) {
    areas.push(...itemsOf('stagingArea', page).map(toArea));
  }
  return areas;
}

const LISTED_AT_ONCE = 100;

/** What has a version's number. */
export type Holder =
  | { readonly kind: 'free' | 'tombstone' }
  | { readonly kind: 'release'; readonly release: StoredRelease }
  | { readonly kind: 'staged'; readonly stageId: string };

/** One read: a release, its tombstone and a staged version share their key. */
export async function findHolder(
  stores: Pick<Services, 'table' | 'now'>,
  name: PackageName,
  version: Version,
): Promise<Holder> {
  return (await findHolders(stores, name, [version])).get(version) ?? { kind: 'free' };
}

/** The same of many versions: of those whose numbers are not free. */
export async function findHolders(
  { table, now }: Pick<Services, 'table' | 'now'>,
  name: PackageName,
  versions: readonly Version[],
): Promise<ReadonlyMap<string, Holder>> {
  const partition = packagePartition(name);
  const keys = versions.map((version) => ({ partition, sort: `version#${version}` }));
  return toHolders(await findItems(table, keys), now());
}

/** What has the numbers of a package, all of them. */
export async function listHolders(
  { table, now }: Pick<Services, 'table' | 'now'>,
  name: PackageName,
): Promise<ReadonlyMap<string, Holder>> {
  const partition = packagePartition(name);
  const items = await listItems(table, { partition, from: 'version#', before: FIRST_STAR });
  return toHolders(items, now());
}

function toHolders(items: readonly Item[], now: Date): ReadonlyMap<string, Holder> {
  const holders = items.map((item) => [String(item['version']), holderOf(item, now)] as const);
  return new Map(holders.filter(([, { kind }]) => kind !== 'free'));
}

function holderOf(item: Item, now: Date): Holder {
  const [release] = itemsOf('release', [item]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  if (release) return { kind: 'release', release: release as unknown as StoredRelease };
  const [staged] = itemsOf('stagedNumber', [item]);
  if (!staged) return { kind: 'tombstone' };
  if (Number(staged['expiresAt']) * 1000 <= now.getTime()) return { kind: 'free' };
  return { kind: 'staged', stageId: String(staged['stageId']) };
}

/** Integrities of all blobs that staged versions name which are still there, or were until then. */
export async function listStagedBlobs(table: TableReader, since: Date): Promise<readonly string[]> {
  const areas = await listStagingAreas(table);
  const keys = areas.flatMap(({ entries }) =>
    entries.map(({ id }) => ({ partition: `stage#${id}`, sort: 'stage' })),
  );
  const found = itemsOf('stagedVersion', await findItems(table, keys)).map(toStaged);
  return found.filter(({ until }) => !isPast(until, since)).flatMap(({ draft }) => blobsOf(draft));
}

/** The table removes expired items by itself, by an attribute that says again what they say. */
function toStaged({ expiresAt: _ttl, ...item }: Item): StoredStaged {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as unknown as StoredStaged;
}

function toArea({ expiresAt: _ttl, ...item }: Item): StagingArea {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as unknown as StagingArea;
}
