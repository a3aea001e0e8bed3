import type { Claimed } from '#domain/claim.ts';
import { LATEST, type Tag, tagsChange } from '#domain/dist-tag.ts';
import type { Json } from '#domain/manifest.ts';
import { parseNewPackageName } from '#domain/package-name.ts';
import type { Package, Release, ReleaseDraft, Visibility } from '#domain/package.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import { auditOf, type Difference } from '#http/audit.ts';
import type { Decided } from '#http/decide.ts';
import type { LookAlikes } from '#store/look-alikes.ts';
import type { PackageChange } from '#store/package-transaction.ts';
import type { Services } from '#store/services.ts';
import type { AreaChange } from '#store/staging-items.ts';

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
  /** What the audit log is told. */
  readonly note: Note;
}

type Note = (difference: Difference) => PackageChange['audit'];

/** An audit event that only lacks what changes: that is known once it is written. */
export const noting =
  (call: Parameters<typeof auditOf>[0], action: string, detail: Json): Note =>
  (difference) =>
    auditOf(call, action, detail, difference);

/** The first version of a package: what the package will be, and what makes the name its owners'. */
export interface NameClaim {
  readonly by: Claimed['by'];
  readonly trusted?: Claimed['trusted'];
  readonly visibility: Visibility;
  readonly similar: LookAlikes;
  readonly staging: AreaChange;
  readonly shadows: Shadows;
  readonly decided: Pick<Decided, 'basis' | 'scope'>;
}

/** The next version of a package. */
export function nextVersion({ release, tags, note }: Publication, pkg: Package): PackageChange {
  const { unpublished: _, ...rest } = pkg;
  const distTags = tagged(release, tags, pkg.distTags);
  return {
    before: pkg,
    after: { ...rest, distTags },
    published: release,
    audit: note(tagsChange(pkg.distTags, distTags)),
  };
}

/** The first one, with which its name is claimed. */
export function firstVersion(
  { release, tags, note }: Publication,
  { by, trusted, visibility, similar, staging, shadows, decided: { basis, scope } }: NameClaim,
): PackageChange {
  const distTags = tagged(release, tags, {});
  const claimed = {
    owners: by.owners.map((owner) => owner.name),
    visibility,
    distTags,
    ...(trusted && { trustedPublisher: trusted.id }),
  };
  return {
    before: undefined,
    after: {
      name: parseNewPackageName(release.name),
      createdAt: release.publishedAt,
      ...by,
      visibility,
      distTags,
      stars: 0,
    },
    published: release,
    ...(trusted && { trusted }),
    similar,
    staging,
    ...(shadows !== 'nothing' && { shadows }),
    basis,
    scope,
    audit: note({ after: claimed }),
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
