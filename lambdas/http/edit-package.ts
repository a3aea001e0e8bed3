import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { revision } from '#domain/package.ts';
import {
  checkRevision,
  type Deprecated,
  type Deprecation,
  deprecationChanges,
  type EditedDocument,
} from '#domain/packument-edit.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { auditOf, type Difference } from '#http/audit.ts';
import type { Request } from '#http/request.ts';
import { updatePackage } from '#http/update-package.ts';
import { RELEASES_PER_CHANGE } from '#store/package-transaction.ts';
import { listStored } from '#store/releases.ts';
import type { Services } from '#store/services.ts';

/** Who edits which package. */
export interface Editing {
  readonly params: { readonly package: PackageName };
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** What an edit that was cut into transactions has come to. */
export interface Progress {
  readonly pkg: Package;
  /** Releases that are still to be changed. */
  readonly left: number;
}

/** Repeats an edit, each time on the revision that the last one made, until nothing is left. */
export async function inSteps(
  rev: string | undefined,
  step: (rev: string | undefined) => Promise<Progress>,
): Promise<Package> {
  let progress = await step(rev);
  while (progress.left > 0) {
    progress = await step(revision(progress.pkg));
  }
  return progress.pkg;
}

/**
 * `npm deprecate` and `undeprecate` send the whole document back with new texts in it. Only those count;
 * whatever else differs is left as it is.
 */
export async function deprecate(call: Editing, document: EditedDocument): Promise<Package> {
  return inSteps(document._rev, async (rev) => {
    let left = 0;
    const pkg = await updatePackage(call, 'deprecate', async (current) => {
      if (rev !== undefined) checkRevision(current, rev);
      const releases = await listStored(call.services.table, current.name);
      const changes = deprecationChanges(document, releases);
      const deprecated = changes.slice(0, RELEASES_PER_CHANGE);
      left = changes.length - deprecated.length;
      if (deprecated.length === 0) return undefined;
      const audit = auditOf(call, 'deprecate', {}, textsOf(deprecated, releases));
      return { before: current, after: current, deprecated, audit };
    });
    return { pkg, left };
  });
}

/** Deprecations of the versions that change, before and after; null: none. */
function textsOf(changes: readonly Deprecation[], releases: readonly Deprecated[]): Difference {
  const known = new Map(releases.map(({ version, deprecated }) => [version, deprecated]));
  const before = changes.map(({ version }) => [version, known.get(version) ?? null]);
  const after = changes.map(({ version, message }) => [version, message ?? null]);
  return { before: Object.fromEntries(before), after: Object.fromEntries(after) };
}
