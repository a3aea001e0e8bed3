import { tagsChange } from '#domain/dist-tag.ts';
import { createdAt } from '#domain/import/times.ts';
import { parseNewPackageName } from '#domain/package-name.ts';
import type { Imported, Package } from '#domain/package.ts';
import type { Deprecation } from '#domain/packument-edit.ts';
import { auditOf } from '#http/audit.ts';
import { claimName } from '#http/claim-name.ts';
import type { Decided } from '#http/decide.ts';
import type { Chunk } from '#http/import/write-chunk.ts';
import type { Publishing } from '#http/publish-package.ts';
import type { NameHolding } from '#http/staging/name-holding.ts';
import type { ImportedNumbers } from '#store/imported-items.ts';
import type { PackageChange } from '#store/package-transaction.ts';

/** What an import changes of a package. */
export interface Changing {
  readonly numbers: ImportedNumbers;
  readonly deprecated: readonly Deprecation[];
  readonly tags: Package['distTags'];
  /** The tags that it leaves behind. */
  readonly left: Imported['tags'];
  readonly now: string;
  readonly modifiedAt: string;
}

const written = ({ numbers, deprecated, modifiedAt }: Changing) => ({
  imported: numbers,
  modifiedAt,
  ...(deprecated.length > 0 && { deprecated }),
});

/** More of a package that is here: its owners and who sees it stay as they are. */
export function nextImport(
  call: Publishing,
  chunk: Chunk,
  changing: Changing,
  { pkg, decided }: { readonly pkg: Package; readonly decided: Decided },
): PackageChange {
  const { tags, left } = changing;
  return {
    ...written(changing),
    before: pkg,
    after: { ...pkg, distTags: tags, imported: { tags: left } },
    basis: decided.basis,
    audit: auditOf(call, 'import', detailOf(chunk, changing), tagsChange(pkg.distTags, tags)),
  };
}

/** The first of a package, with which its name is claimed. */
export async function firstImport(
  call: Publishing,
  chunk: Chunk,
  changing: Changing,
  { name, area, decided }: NameHolding & { readonly decided: Decided },
): Promise<PackageChange> {
  const { tags: distTags, left, numbers, now } = changing;
  const { batch, named, shadows } = chunk;
  // What is in the scope of an organization is that one's.
  const owners = decided.ofOrg ? [] : named.owners;
  const visibility = batch.visibility ?? call.services.policy.newPackages;
  const detail = {
    ...detailOf(chunk, changing),
    ...(shadows !== 'nothing' && { shadows }),
  };
  const published = numbers.releases.map(({ publishedAt }) => publishedAt);
  const claimed = { owners: owners.map((owner) => owner.name), visibility, distTags };
  return {
    ...written(changing),
    before: undefined,
    after: {
      name: parseNewPackageName(name),
      createdAt: createdAt(batch.createdAt, published, now),
      owners,
      visibility,
      distTags,
      stars: 0,
      imported: { tags: left },
    },
    similar: await claimName(call, name, decided),
    ...(shadows !== 'nothing' && { shadows }),
    staging: { before: area, after: undefined },
    basis: decided.basis,
    scope: decided.scope,
    audit: auditOf(call, 'import', detail, { after: claimed }),
  };
}

const detailOf = ({ batch }: Chunk, { numbers, deprecated }: Changing) => ({
  source: batch.source,
  versions: Object.fromEntries(
    numbers.releases.map(({ version, integrity }) => [version, integrity]),
  ),
  ...(numbers.gone.length > 0 && { gone: numbers.gone }),
  ...(deprecated.length > 0 && {
    deprecated: Object.fromEntries(deprecated.map(({ version, message }) => [version, message])),
  }),
});
