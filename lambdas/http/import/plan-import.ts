import { parseTag } from '#domain/dist-tag.ts';
import { conflict } from '#domain/errors.ts';
import type { ImportBatch, ImportOutcome } from '#domain/import/import-batch.ts';
import { mergeTags } from '#domain/import/merge-tags.ts';
import { modifiedAt } from '#domain/import/times.ts';
import type { Package } from '#domain/package.ts';
import type { Deprecation } from '#domain/packument-edit.ts';
import { asVersion, parseVersion, type Version } from '#domain/version.ts';
import type { Decided } from '#http/decide.ts';
import { type Changing, firstImport, nextImport } from '#http/import/import-change.ts';
import type { Prepared } from '#http/import/prepare-versions.ts';
import type { Chunk } from '#http/import/write-chunk.ts';
import type { Publishing } from '#http/publish-package.ts';
import type { NameHolding } from '#http/staging/name-holding.ts';
import type { PackageChange } from '#store/package-transaction.ts';
import { findHolders, type Holder } from '#store/staging.ts';

interface Plan {
  readonly outcomes: ReadonlyMap<string, ImportOutcome>;
  /** Those that are new here. */
  readonly fresh: readonly Prepared[];
  /** Undefined: all is here. */
  readonly change: PackageChange | undefined;
}

type Holders = ReadonlyMap<string, Holder>;

/** What is to be written of a chunk beside what is here now. */
export async function planImport(
  call: Publishing,
  chunk: Chunk,
  held: NameHolding & { readonly decided: Decided },
): Promise<Plan> {
  if (held.pkg) checkNotUnpublished(held.pkg);
  const holders = await findHolders(call.services, held.name, numbersOf(chunk));
  const outcomes = new Map(
    chunk.versions.map(({ release }) => [
      String(release.version),
      outcomeOf(release.integrity, holders.get(release.version)),
    ]),
  );
  const fresh = chunk.versions.filter(
    ({ release }) => outcomes.get(release.version)?.outcome === 'imported',
  );
  const { pkg, decided } = held;
  const now = call.services.now().toISOString();
  const changing = changingOf(chunk, { pkg, holders, fresh, now });
  // A name without a version is nobody's.
  if (!changing || (!pkg && fresh.length === 0)) return { outcomes, fresh, change: undefined };
  const change = pkg
    ? nextImport(call, chunk, changing, { pkg, decided })
    : await firstImport(call, chunk, changing, held);
  return { outcomes, fresh, change };
}

/** Its owners took it back: that is theirs to undo. */
export function checkNotUnpublished({ name, unpublished }: Package): void {
  if (!unpublished) return;
  throw conflict(
    `${name} was unpublished here on ${unpublished.at}: publish a version first if it shall come back`,
  );
}

/** All that it matters of whether they are here. */
function numbersOf({ batch, versions }: Chunk): readonly Version[] {
  const others = [...Object.values(batch.tags), ...Object.keys(batch.deprecated), ...batch.gone];
  return [
    ...versions.map(({ release }) => release.version),
    ...others.map(asVersion).filter((version) => version !== undefined),
  ];
}

const refused = (reason: string): ImportOutcome => ({ outcome: 'refused', reason });

function outcomeOf(integrity: string, holder: Holder | undefined): ImportOutcome {
  if (holder?.kind === 'tombstone')
    return refused('it was unpublished here, and is not used again');
  if (holder?.kind === 'staged') return refused(`it is staged here as ${holder.stageId}`);
  if (holder?.kind !== 'release') return { outcome: 'imported' };
  const { integrity: here } = holder.release;
  if (here === integrity) return { outcome: 'present' };
  return refused(`it is here with another content: ${here} here, ${integrity} there`);
}

interface Beside {
  readonly pkg: Package | undefined;
  readonly holders: Holders;
  readonly fresh: readonly Prepared[];
  readonly now: string;
}

/** Undefined: nothing is. */
function changingOf(
  { batch, versions }: Chunk,
  { pkg, holders, fresh, now }: Beside,
): Changing | undefined {
  const releases = fresh.map(({ release }) => release);
  const brought = new Set<string>(versions.map(({ release }) => release.version));
  const gone = batch.gone
    .map(parseVersion)
    .filter((version) => !holders.has(version) && !brought.has(version));
  const deprecated = newTexts(batch.deprecated, holders);
  const [here, before] = [pkg?.distTags ?? {}, pkg?.imported?.tags ?? {}];
  const { tags, left } = mergeTags({
    here,
    left: before,
    source: checkedTags(batch),
    versions: new Set([...versionsOf(holders), ...releases.map(({ version }) => version)]),
  });
  const asBefore = JSON.stringify([tags, left]) === JSON.stringify([here, before]);
  if (asBefore && releases.length + gone.length + deprecated.length === 0) return undefined;
  const times = [pkg?.modifiedAt, ...releases.map(({ publishedAt }) => publishedAt)];
  return {
    numbers: { releases, gone: [...new Set(gone)] },
    deprecated,
    tags,
    left,
    now,
    modifiedAt: modifiedAt(batch.modifiedAt, times, now),
  };
}

/** One that can't be a tag is refused before anything is written. */
function checkedTags({ tags }: ImportBatch): ImportBatch['tags'] {
  for (const tag of Object.keys(tags)) parseTag(tag);
  return tags;
}

const versionsOf = (holders: Holders): readonly Version[] =>
  [...holders.values()].flatMap((holder) =>
    holder.kind === 'release' ? [holder.release.version] : [],
  );

/** Only where nobody has said anything here. */
const newTexts = (texts: ImportBatch['deprecated'], holders: Holders): readonly Deprecation[] =>
  Object.entries(texts).flatMap(([version, message]) => {
    const holder = holders.get(version);
    if (holder?.kind !== 'release' || holder.release.deprecated !== undefined) return [];
    return [{ version: holder.release.version, message }];
  });
