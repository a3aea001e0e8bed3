import type { PackageName } from '#domain/package-name.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { listHolders } from '#store/staging.ts';

/** A version as far as an import has to know it. */
interface VersionHere {
  readonly integrity: string;
  readonly shasum: string;
  readonly deprecated?: string;
}

/** What the table holds of a package, and not what a document says. */
export interface Here {
  readonly name: PackageName;
  /** Whether somebody has the name. */
  readonly exists: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, VersionHere>>;
  /** Numbers that can't be used: unpublished here, or staged. */
  readonly taken: readonly string[];
}

export async function whatIsHere(
  services: Pick<Services, 'table' | 'now'>,
  name: PackageName,
): Promise<Here> {
  const [pkg, holders] = await Promise.all([
    findPackage(services.table, name),
    listHolders(services, name),
  ]);
  const versions: [string, VersionHere][] = [];
  const taken: string[] = [];
  for (const [version, holder] of holders) {
    if (holder.kind !== 'release') taken.push(version);
    else {
      const { integrity, shasum, deprecated } = holder.release;
      const text = deprecated === undefined ? {} : { deprecated };
      versions.push([version, { integrity, shasum, ...text }]);
    }
  }
  return {
    name,
    exists: pkg !== undefined,
    tags: pkg?.distTags ?? {},
    versions: Object.fromEntries(versions),
    taken,
  };
}
