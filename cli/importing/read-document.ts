import { parseTag } from '#domain/dist-tag.ts';
import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Visibility } from '#domain/package.ts';
import { asVersion } from '#domain/version.ts';

import { namesOf, nameOf } from './person-names.ts';
import type { Dist, LeftOut, SourcePackage, SourceVersion } from './source.ts';

/** A package's document as every npm registry writes it, to what an import brings of it. */
export function readDocument(name: PackageName, document: Json): SourcePackage {
  const times = objectAt(document, 'time');
  const leftOut: LeftOut[] = [];
  const versions: SourceVersion[] = [];
  const all = objectAt(document, 'versions');
  for (const [number, manifest] of Object.entries(all)) {
    const read = readVersion(number, manifest, times);
    if (typeof read === 'string') leftOut.push({ version: number, reason: read });
    else versions.push(read);
  }
  const tags = tagsOf(objectAt(document, 'dist-tags'), leftOut);
  const latest = versions.find(({ version }) => version === tags['latest']) ?? versions.at(-1);
  return {
    name,
    versions,
    tags,
    createdAt: timeOf(times['created']),
    modifiedAt: timeOf(times['modified']),
    gone: Object.keys(times)
      .filter((number) => !(number in all))
      .map(asVersion)
      .filter((version) => version !== undefined),
    owners: ownersOf(document, latest),
    readme: textOf(document['readme']),
    visibility: visibilityOf(latest?.manifest),
    leftOut,
  };
}

/** Or why it is none. */
function readVersion(number: string, manifest: unknown, times: Json): SourceVersion | string {
  const version = asVersion(number);
  if (version === undefined) return 'its number is no semantic version';
  if (!isJsonObject(manifest)) return 'its document is broken';
  const dist = objectAt(manifest, 'dist');
  const tarball = textOf(dist['tarball']);
  if (tarball === undefined) return 'its document names no tarball';
  return {
    version,
    manifest,
    dist: distOf(dist),
    tarball,
    publishedAt: timeOf(times[version]),
    publisher: nameOf(manifest['_npmUser']),
    deprecated: textOf(manifest['deprecated']),
  };
}

function distOf(dist: Json): Dist {
  const [integrity, shasum] = [textOf(dist['integrity']), textOf(dist['shasum'])];
  return { ...(integrity !== undefined && { integrity }), ...(shasum !== undefined && { shasum }) };
}

function tagsOf(tags: Json, leftOut: LeftOut[]): Readonly<Record<string, string>> {
  const good = Object.entries(tags).flatMap(([tag, version]) => {
    if (typeof version !== 'string') return [];
    try {
      return [[parseTag(tag), version] as const];
    } catch (error) {
      leftOut.push({ reason: error instanceof Error ? error.message : String(error) });
      return [];
    }
  });
  return Object.fromEntries(good);
}

/** Some registries name owners beside the versions, some in them, some only who published. */
function ownersOf(document: Json, latest: SourceVersion | undefined): readonly string[] {
  const of = [document['maintainers'], latest?.manifest['maintainers']]
    .map(namesOf)
    .find((names) => names.length > 0);
  return of ?? (latest?.publisher === undefined ? [] : [latest.publisher]);
}

function visibilityOf(manifest: Json | undefined): Visibility | undefined {
  const access = objectAt(manifest ?? {}, 'publishConfig')['access'];
  if (access === 'restricted') return 'private';
  return access === 'public' ? 'public' : undefined;
}

function objectAt(json: Json, key: string): Json {
  const value = json[key];
  return isJsonObject(value) ? value : {};
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** In one spelling; undefined where it is none. */
function timeOf(value: unknown): string | undefined {
  const time = typeof value === 'string' ? new Date(value) : undefined;
  const year = time?.getUTCFullYear() ?? Number.NaN;
  return time && year >= 1970 && year <= 9999 ? time.toISOString() : undefined;
}
