import { repositoryOf } from '#domain/ci/run.ts';
import type { Tag } from '#domain/dist-tag.ts';
import type { Json } from '#domain/manifest.ts';
import type { ReleaseDraft, Visibility } from '#domain/package.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';

/** A version that waits until a person approves it: all of it was checked, and nobody else sees it. */
export interface StagedVersion {
  /** A UUID: clients take nothing else. */
  readonly id: string;
  readonly draft: ReleaseDraft;
  readonly tags: readonly Tag[];
  /** What a new package shall be, where its publisher says. */
  readonly visibility?: Visibility;
  /** What was found upstream of a new name, and that its publisher may take it all the same. */
  readonly shadows: Shadows;
  readonly createdAt: string;
  /** ISO time: when it expires or, once it is decided, when that is forgotten. */
  readonly until: string;
  readonly decision?: StageDecision;
}

/** What became of it. Kept for a while: somebody whose answer got lost asks again. */
export interface StageDecision {
  readonly outcome: 'approved' | 'rejected';
  readonly by: string;
}

/** A staged version once somebody has decided. */
export const decided = <S extends Listed>(staged: S, decision: StageDecision, now: Date): S => ({
  ...staged,
  decision,
  until: new Date(now.getTime() + DECISION_REMEMBERED).toISOString(),
});

/** Milliseconds for which a decision is remembered, as a publish is that may be repeated. */
const DECISION_REMEMBERED = 10 * 60_000;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** The id in the spelling that it was given out in; undefined: it can be none. */
export function asStageId(text: string): string | undefined {
  const id = text.toLowerCase();
  return UUID.test(id) ? id : undefined;
}

/** What the area of its package says of it, for lists. */
export interface StagedEntry {
  readonly id: string;
  readonly version: string;
  readonly tag: string;
  readonly createdAt: string;
  readonly actor: string;
  readonly actorType: 'user' | 'CI run';
  readonly shasum: string;
  readonly until: string;
  readonly outcome?: StageDecision['outcome'];
}

/** The same as clients read it. */
export interface StagedSummary extends Omit<StagedEntry, 'until' | 'outcome'> {
  readonly packageName: string;
  readonly expiresAt: string;
}

/** A staged version wherever its manifest is. */
type Listed = Omit<StagedVersion, 'draft'> & { readonly draft: Omit<ReleaseDraft, 'manifest'> };

export function toEntry({ id, draft, tags, createdAt, until, decision }: Listed): StagedEntry {
  const { version, publisher, run, shasum } = draft;
  return {
    id,
    version,
    tag: tags.join(', '),
    createdAt,
    actor: run ? repositoryOf(run) : publisher.name,
    actorType: run ? 'CI run' : 'user',
    shasum,
    until,
    ...(decision && { outcome: decision.outcome }),
  };
}

/** As `npm stage list` shows it: what it does not know, it prints as it is. */
export function entrySummary(packageName: string, entry: StagedEntry): StagedSummary {
  const { id, version, tag, createdAt, actor, actorType, shasum, until: expiresAt } = entry;
  return { id, packageName, version, tag, createdAt, actor, actorType, shasum, expiresAt };
}

/** As `npm stage view` shows it. */
export function stagedSummary(staged: Listed): Json {
  const { name, integrity, size, unpackedSize, fileCount, run } = staged.draft;
  return {
    ...entrySummary(name, toEntry(staged)),
    integrity,
    size,
    unpackedSize,
    fileCount,
    ...(run && { run: run.url, commit: run.commit }),
  };
}
