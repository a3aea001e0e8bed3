import type { Claimed } from '#domain/claim.ts';
import { LATEST, type Tag } from '#domain/dist-tag.ts';
import { parseNewPackageName } from '#domain/package-name.ts';
import type { Package, Release, ReleaseDraft, Visibility } from '#domain/package.ts';
import { type Publisher, publisherOf } from '#domain/principal.ts';
import type { PublishPlan } from '#domain/publish-document.ts';
import type { ReceivedBlob } from '#store/blobs.ts';
import type { LookAlikes } from '#store/look-alikes.ts';
import type { PackageChange } from '#store/package-transaction.ts';
import type { Services } from '#store/services.ts';
import type { AreaChange } from '#store/staging-items.ts';

/** The version of a plan, and who brings it in. */
export function draftRelease(
  { name, version, manifest, readme, tarball }: PublishPlan,
  principal: Publisher,
  { publicUrl }: Services['policy'],
  readmeBlob: ReceivedBlob | undefined,
): ReleaseDraft {
  const { digests, size, unpackedSize, fileCount } = tarball;
  return {
    name,
    version,
    publisher: publisherOf(principal, new URL(publicUrl).hostname),
    ...(principal.kind === 'ci' && {
      run: { ...principal.run, publisherId: principal.publisherId },
    }),
    ...digests,
    size,
    unpackedSize,
    fileCount,
    manifest: JSON.stringify(manifest),
    ...(readme &&
      readmeBlob && {
        readme: { integrity: readmeBlob.digests.integrity, filename: readme.filename },
      }),
  };
}

/** Signed by the key of now, and published as of now: clients hold back what is too young. */
export async function toRelease(
  draft: ReleaseDraft,
  { now, signer }: Pick<Services, 'now' | 'signer'>,
): Promise<Omit<Release, 'rev'>> {
  const { name, version, integrity } = draft;
  const signature = await signer.sign(`${name}@${version}:${integrity}`);
  return { ...draft, publishedAt: now().toISOString(), signatures: [signature] };
}

/** A version that is to be seen from now on. */
export interface Publication {
  readonly release: Omit<Release, 'rev'>;
  readonly tags: readonly Tag[];
  readonly audit: PackageChange['audit'];
}

/** The first version of a package: what the package will be, and what makes the name its owners'. */
export interface NameClaim {
  readonly by: Claimed['by'];
  readonly trusted?: Claimed['trusted'];
  readonly visibility: Visibility;
  readonly similar: LookAlikes;
  readonly staging: AreaChange;
}

/** The next version of a package. */
export function nextVersion(
  { release, tags, audit }: Publication,
  pkg: Package,
): PackageChange & { readonly before: Package } {
  const { unpublished: _, ...rest } = pkg;
  const distTags = tagged(release, tags, pkg.distTags);
  return { before: pkg, after: { ...rest, distTags }, published: release, audit };
}

/** The first one, with which its name is claimed. */
export function firstVersion(
  { release, tags, audit }: Publication,
  { by, trusted, visibility, similar, staging }: NameClaim,
): PackageChange {
  return {
    before: undefined,
    after: {
      name: parseNewPackageName(release.name),
      createdAt: release.publishedAt,
      ...by,
      visibility,
      distTags: tagged(release, tags, {}),
      stars: 0,
    },
    published: release,
    ...(trusted && { trusted }),
    similar,
    staging,
    audit,
  };
}

const tagged = (
  { version }: Publication['release'],
  tags: readonly Tag[],
  before: Package['distTags'],
): Package['distTags'] => ({
  [LATEST]: version,
  ...before,
  ...Object.fromEntries(tags.map((tag) => [tag, version])),
});
