import { manifestChanges } from '#domain/manifest-changes.ts';
import type { Json } from '#domain/manifest.ts';
import type { Package, ReleaseDraft } from '#domain/package.ts';
import type { StagedEntry } from '#domain/staging/staged-version.ts';
import { findRelease } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { draftOf, findStaged } from '#store/staging.ts';
import type { ShownStaged } from '#web/manage/staged.ts';

type Stores = Pick<Services, 'table' | 'blobs' | 'now'>;

/** Versions that wait, each compared with what `latest` names now. */
export async function shownStaged(
  pkg: Package | undefined,
  entries: readonly StagedEntry[],
  stores: Stores,
): Promise<readonly ShownStaged[]> {
  const latest = pkg?.unpublished ? undefined : pkg?.distTags['latest'];
  const before = pkg && latest && (await findRelease(stores, pkg.name, latest));
  const shown = await Promise.all(
    entries.map(async (entry): Promise<readonly ShownStaged[]> => {
      const staged = await findStaged(stores, entry.id);
      // Decided since the list was read.
      if (!staged || staged.decision) return [];
      return [toShown(entry, await draftOf(stores, staged), before)];
    }),
  );
  return shown.flat();
}

function toShown(
  { id, version, tag, actor, createdAt, until }: StagedEntry,
  draft: ReleaseDraft,
  before: ReleaseDraft | undefined,
): ShownStaged {
  const { size, fileCount: files, integrity, run } = draft;
  return {
    id,
    version,
    tags: tag,
    by: actor,
    createdAt,
    until,
    size,
    files,
    integrity,
    run: run?.url,
    commit: run?.commit,
    against: before && { version: before.version, size: before.size, files: before.fileCount },
    changes: before ? manifestChanges(manifestOf(before), manifestOf(draft)) : [],
  };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by buildManifest
const manifestOf = ({ manifest }: ReleaseDraft): Json => JSON.parse(manifest) as Json;
