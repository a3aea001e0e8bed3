import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asPackageName } from '#domain/package-name.ts';
import type { Release } from '#domain/package.ts';
import { scoreVersion, type VersionScore } from '#domain/score/version-score.ts';
import { findPackages } from '#store/packages.ts';
import { deprecatedAmong } from '#store/releases.ts';
import type { Services } from '#store/services.ts';

/** Dependencies that are looked at. */
const MOST = 50;

/** The score of a release as it is now: a dependency may have been deprecated since. */
export async function scoreOf(
  release: Release,
  { table }: Pick<Services, 'table'>,
): Promise<VersionScore> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by buildManifest
  const manifest = JSON.parse(release.manifest) as Json;
  const deprecatedDependencies = await deprecatedDependenciesOf(manifest, table);
  return scoreVersion({ ...release, manifest, deprecatedDependencies });
}

/**
 * Its dependencies here whose latest version is deprecated. Of private packages nothing is told: a stranger would learn
 * by it that they exist.
 */
export async function deprecatedDependenciesOf(
  { dependencies }: Json,
  table: Services['table'],
): Promise<readonly string[]> {
  const named = Object.keys(isJsonObject(dependencies) ? dependencies : {}).slice(0, MOST);
  const packages = await findPackages(
    table,
    named.flatMap((name) => asPackageName(name) ?? []),
  );
  const latest = [...packages.values()].flatMap(({ name, visibility, distTags }) => {
    const version = distTags['latest'];
    return visibility === 'public' && version !== undefined ? [{ name, version }] : [];
  });
  return deprecatedAmong(table, latest);
}
