import { parseDownloadPeriod } from '#domain/downloads/download-period.ts';
import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package, Release } from '#domain/package.ts';
import { popularity } from '#domain/search/standing.ts';
import { findPackage } from '#store/packages.ts';
import { findRelease } from '#store/releases.ts';
import type { SearchDocument } from '#store/search-index.ts';
import type { Services } from '#store/services.ts';

type Indexing = Pick<Services, 'table' | 'blobs' | 'search' | 'downloadTotals' | 'now'>;

/** Makes search show a package as it is now, or no longer. */
export async function indexPackage(
  { table, blobs, search, downloadTotals, now }: Indexing,
  name: PackageName,
): Promise<void> {
  const pkg = await findPackage(table, name);
  const latest = pkg?.distTags['latest'];
  const release = latest && (await findRelease({ table, blobs }, name, latest));
  if (!pkg || pkg.unpublished || !release) {
    await search.remove(name, pkg?.rev ?? 0);
  } else {
    const totals = await downloadTotals(name, parseDownloadPeriod('last-week', now()));
    const weekly = [...totals.values()].reduce((sum, count) => sum + count, 0);
    await search.save(toSearchDocument(pkg, release, weekly));
  }
}

function toSearchDocument(pkg: Package, release: Release, weekly: number): SearchDocument {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by buildManifest
  const manifest = JSON.parse(release.manifest) as Json;
  return {
    name: pkg.name,
    rev: pkg.rev,
    version: release.version,
    description: text(manifest['description']),
    keywords: keywordsOf(manifest),
    publishedAt: release.publishedAt,
    publisher: release.publisher,
    maintainers: pkg.owners,
    links: linksOf(manifest),
    license: text(manifest['license']),
    visibility: pkg.visibility,
    deprecated: release.deprecated !== undefined,
    popularity: popularity(weekly),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 1000) : '');

/** A list, or in old packages one text with spaces or commas. */
function keywordsOf({ keywords }: Json): readonly string[] {
  const list: readonly unknown[] =
    typeof keywords === 'string'
      ? keywords.split(/[\s,]+/)
      : Array.isArray(keywords)
        ? keywords
        : [];
  return list
    .filter((word): word is string => typeof word === 'string' && word !== '')
    .slice(0, 100)
    .map((word) => word.slice(0, 100));
}

function linksOf({ homepage, repository, bugs }: Json): Readonly<Record<string, string>> {
  const links = { homepage, repository: urlOf(repository), bugs: urlOf(bugs) };
  const known = Object.entries(links).filter(
    (link): link is [string, string] => typeof link[1] === 'string' && link[1] !== '',
  );
  return Object.fromEntries(known.map(([key, url]) => [key, url.slice(0, 1000)]));
}

const urlOf = (value: unknown): unknown => (isJsonObject(value) ? value['url'] : value);
