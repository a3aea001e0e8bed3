import { tagsChange } from '#domain/dist-tag.ts';
import { forbidden, invalid } from '#domain/errors.ts';
import { checkOwners, ownersChange, sameOwners } from '#domain/owners.ts';
import { type Package, type Release, revision } from '#domain/package.ts';
import {
  checkRevision,
  type EditedDocument,
  removedVersions,
  tagsWithout,
} from '#domain/packument-edit.ts';
import { auditOf } from '#http/audit.ts';
import { deprecate, type Editing, inSteps } from '#http/edit-package.ts';
import { findPerson } from '#http/people.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { starPackage } from '#http/star-package.ts';
import { updatePackage } from '#http/update-package.ts';
import { isOfOrg } from '#store/orgs.ts';
import { RELEASES_PER_CHANGE } from '#store/package-transaction.ts';
import { listReleases } from '#store/releases.ts';

/**
 * The document as a client wants it, written over the revision that it read. What it left out of
 * `versions` is unpublished, `maintainers` are the owners, `users` says whether the caller stars it.
 */
export async function replaceDocument(
  call: Editing,
  rev: string,
  document: EditedDocument,
): Promise<Package> {
  let pkg = await updatePackage(call, 'read', async (current) => {
    checkRevision(current, rev);
    return undefined;
  });
  const starsOnly = !document.versions && !document.maintainers;
  await requireSecondFactor(starsOnly ? 'enrolled' : 'writes', { ...call, pkg });
  if (document.versions) pkg = await unpublishMissing(call, revision(pkg), document);
  if (document.versions) pkg = await deprecate(call, { ...document, _rev: revision(pkg) });
  if (document.maintainers) pkg = await setOwners(call, revision(pkg), document.maintainers);
  if (document.users) {
    pkg = await starPackage(call, document.users[call.principal.name] === true);
  }
  return pkg;
}

async function unpublishMissing(
  call: Editing,
  rev: string,
  document: EditedDocument,
): Promise<Package> {
  return inSteps(rev, async (current) => {
    let left = 0;
    const releases = await listReleases(call.services, call.params.package);
    const missing = removedVersions(document, releases);
    const action = missing.length > 0 ? 'unpublish' : 'read';
    const pkg = await updatePackage(call, action, async (before) => {
      checkRevision(before, current);
      if (missing.length === 0) return undefined;
      const removed = releases
        .filter(({ version }) => missing.includes(version))
        .slice(0, RELEASES_PER_CHANGE);
      left = missing.length - removed.length;
      return unpublishing(call, before, { releases, removed, document });
    });
    return { pkg, left };
  });
}

interface Removal {
  readonly releases: readonly Release[];
  readonly removed: readonly Release[];
  readonly document: EditedDocument;
}

function unpublishing(call: Editing, pkg: Package, { releases, removed, document }: Removal) {
  const kept = releases
    .map(({ version }) => version)
    .filter((version) => version in (document.versions ?? {}));
  if (kept.length === 0) {
    throw forbidden(`this would leave ${pkg.name} without a version: unpublish all of it instead`);
  }
  const gone = releases.map(({ version }) => version).filter((version) => !kept.includes(version));
  const distTags = tagsWithout(pkg, gone, kept, document['dist-tags']?.['latest']);
  const versions = removed.map(({ version }) => version);
  const audit = auditOf(call, 'unpublish', { versions }, tagsChange(pkg.distTags, distTags));
  return { before: pkg, after: { ...pkg, distTags }, removed, audit };
}

async function setOwners(
  call: Editing,
  rev: string,
  maintainers: NonNullable<EditedDocument['maintainers']>,
): Promise<Package> {
  const names = [...new Set(maintainers.map(({ name }) => name))];
  const current = await updatePackage(call, 'read', async () => undefined);
  const unchanged = sameOwners(
    current.owners,
    names.map((name) => ({ name, email: '' })),
  );
  if (unchanged) return current;
  if (names.length > 100) throw invalid('a package can have up to 100 owners');
  return updatePackage(call, 'manage', async (pkg) => {
    checkRevision(pkg, rev);
    const { table } = call.services;
    const owners = checkOwners(
      await Promise.all(names.map(async (name) => findPerson(table, name))),
      await isOfOrg(table, pkg.name),
    );
    const audit = auditOf(call, 'owners', {}, ownersChange(pkg, owners));
    return { before: pkg, after: { ...pkg, owners }, audit };
  });
}
