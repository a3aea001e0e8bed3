import { notFound } from '#domain/errors.ts';
import { type Package, revision } from '#domain/package.ts';
import type { Editing } from '#http/edit-package.ts';
import { replaceDocument } from '#http/replace-document.ts';
import { listStored } from '#store/releases.ts';

/** Unpublishes one version, as clients do: by the document without it. It asks for a second factor itself. */
export async function unpublishVersion(
  call: Editing,
  pkg: Package,
  version: string,
): Promise<Package> {
  const releases = await listStored(call.services.table, pkg.name);
  const kept = releases.filter((release) => release.version !== version);
  if (kept.length === releases.length) throw notFound(`${pkg.name}@${version}`);
  const versions = Object.fromEntries(
    kept.map((release) => [release.version, { deprecated: release.deprecated }]),
  );
  return replaceDocument(call, revision(pkg), { versions });
}
