import { forbidden } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { type StageDecision, toEntry } from '#domain/staging/staged-version.ts';
import { type StagingArea, withDecision } from '#domain/staging/staging-area.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import type { AreaChange } from '#store/staging-items.ts';
import type { StoredStaged } from '#store/staging.ts';

/** A person decides: no run of a CI service gets this far. */
export interface Deciding {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Whose decision it was is told to whoever comes second; who repeats their own is told that it is done. */
export function checkSame(
  { draft: { name, version } }: StoredStaged,
  decision: StageDecision,
  wanted: StageDecision,
): void {
  const { outcome, by } = decision;
  if (outcome === wanted.outcome && by === wanted.by) return;
  const next =
    outcome === 'approved'
      ? 'it is published, and can be deprecated'
      : 'stage it again if it shall be published';
  throw forbidden(`${by} has ${outcome} ${name}@${version} already: ${next}`);
}

/** What becomes of the area with the decision; undefined where the version does not wait there any more. */
export function decidedArea(
  before: StagingArea | undefined,
  staged: StoredStaged,
  now: Date,
): AreaChange | undefined {
  const after = before && withDecision(before, toEntry(staged), now);
  return after && { before, after };
}

/** What the audit log says of a staged version: who sent it, beside who decides. */
export function stagedDetail(staged: StoredStaged): Json {
  const { id, draft, tags } = staged;
  const { version, integrity, run, provenance } = draft;
  const { actor } = toEntry(staged);
  return {
    id,
    version,
    integrity,
    tags: [...tags],
    stagedBy: actor,
    ...(run && { run }),
    ...(provenance && { provenance }),
  };
}
