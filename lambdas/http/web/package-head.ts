import { notFound } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import type { Package, Release } from '#domain/package.ts';
import { asVersion } from '#domain/version.ts';
import { findRelease } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import type { PackageHead } from '#web/package/shell.ts';
import { shortText } from '#web/wording.ts';

/** A package's release that is shown: the one that somebody chose by number or tag, or what `latest` names. */
export async function shownRelease(
  pkg: Package,
  services: Pick<Services, 'table' | 'blobs'>,
  wanted = 'latest',
): Promise<Release> {
  const tagged = Object.hasOwn(pkg.distTags, wanted) ? pkg.distTags[wanted] : undefined;
  const version = tagged ?? asVersion(wanted);
  const release = version && (await findRelease(services, pkg.name, version));
  if (!release) throw notFound(`version "${wanted}" of ${pkg.name}`);
  return release;
}

/** What every page of a package says of it. */
export function headOf({ name, visibility }: Package, release: Release): PackageHead {
  return {
    name,
    version: release.version,
    description: descriptionIn(manifestOf(release)),
    visibility,
    publishedAt: release.publishedAt,
    deprecated: release.deprecated,
  };
}

/** As much of it as a head has room for. */
export const descriptionIn = ({ description }: Json): string => shortText(description, 500);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by buildManifest
export const manifestOf = ({ manifest }: Release): Json => JSON.parse(manifest) as Json;
