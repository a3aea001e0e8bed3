import type { Claimed } from '#domain/claim.ts';
import { forbidden } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Subject } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';

import type { StagedEntry } from './staged-version.ts';

/** What is staged of one package; who changes it follows on its `rev`. */
export interface StagingArea {
  readonly name: PackageName;
  readonly rev: number;
  readonly entries: readonly StagedEntry[];
  /** Who has the name while nothing of it is published, as long as a version waits; a package has its owners. */
  readonly claim?: Claimed;
}

/** Versions of one package that wait at once: they are one item of the table, which may have 400 KB. */
const MOST = 100;

export const isPast = (until: string, now: Date): boolean => Date.parse(until) <= now.getTime();

const waits = ({ until, outcome }: StagedEntry, now: Date): boolean =>
  outcome === undefined && !isPast(until, now);

/** The versions that wait for a decision. */
export const waiting = (area: StagingArea | undefined, now: Date): readonly StagedEntry[] =>
  area?.entries.filter((entry) => waits(entry, now)) ?? [];

/** Who has the name by what is staged of it; undefined: nobody. */
export const claimOf = (area: StagingArea | undefined, now: Date): Claimed | undefined =>
  waiting(area, now).length > 0 ? area?.claim : undefined;

/**
 * A name that only staged versions have, as permissions see it: a private package of who staged them. To the
 * repository that claimed it, it is as free as it was then.
 */
export function claimSubject(name: PackageName, claim: Claimed, principal: Principal): Subject {
  const { owners, rules } = claim.by;
  const names = isByRun(claim, principal) ? undefined : owners.map((owner) => owner.name);
  return { name, owners: names, visibility: 'private', rules };
}

function isByRun({ trusted }: Claimed, principal: Principal): boolean {
  if (principal.kind !== 'ci') return false;
  const { issuer, repository } = principal.run;
  return trusted?.issuer === issuer && trusted.repositoryId === repository.id;
}

/** The area with one version more. */
export function withStaged(
  { name, area, claim }: StagingOf,
  entry: StagedEntry,
  now: Date,
): StagingArea {
  const entries = area?.entries.filter(({ until }) => !isPast(until, now)) ?? [];
  if (waiting(area, now).length >= MOST) {
    throw forbidden(`${MOST} versions of ${name} wait already: approve or reject some of them`);
  }
  return {
    name,
    rev: (area?.rev ?? 0) + 1,
    entries: [...entries, entry],
    ...(claim && { claim }),
  };
}

interface StagingOf {
  readonly name: PackageName;
  readonly area: StagingArea | undefined;
  readonly claim: Claimed | undefined;
}

/** The area once one of its versions is decided. Undefined where none of them waits any more. */
export function withDecision(
  area: StagingArea,
  decided: StagedEntry,
  now: Date,
): StagingArea | undefined {
  if (!waiting(area, now).some(({ id }) => id === decided.id)) return undefined;
  const others = area.entries.filter(({ id, until }) => id !== decided.id && !isPast(until, now));
  return { ...area, rev: area.rev + 1, entries: [...others, decided] };
}

/** When the last of an area can be forgotten, in seconds. */
export const expiryOf = ({ entries }: StagingArea): number =>
  Math.floor(Math.max(0, ...entries.map(({ until }) => Date.parse(until))) / 1000);
