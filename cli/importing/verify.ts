import { isJsonObject, type Json } from '#domain/manifest.ts';

import { isSameOrUnknown } from './difference.ts';
import type { ImportDoor } from './door.ts';
import type { LeftOut, SourcePackage, SourceVersion } from './source.ts';

/**
 * Reads a package back as its users will, and holds it against its source. What is missing or another is left out;
 * what somebody may have changed here is returned.
 */
export async function verify(
  pkg: SourcePackage,
  door: ImportDoor,
  leftOut: LeftOut[],
): Promise<readonly string[]> {
  const known = new Set(leftOut.map(({ version }) => version));
  const expected = pkg.versions.filter(({ version }) => !known.has(version));
  if (expected.length === 0) return [];
  const document = await door.document(pkg.name);
  const versions = objectAt(document, 'versions');
  const times = objectAt(document, 'time');
  const notes: string[] = [];
  for (const one of expected) {
    const reason = wrongWith(one, versions[one.version]);
    if (reason !== undefined) leftOut.push({ version: one.version, reason });
    else notes.push(...notesOf(one, objectAt(versions, one.version), times[one.version]));
  }
  return [...notes, ...tagNotes(pkg, objectAt(document, 'dist-tags'))];
}

function wrongWith({ dist }: SourceVersion, there: unknown): string | undefined {
  const own = objectAt(isJsonObject(there) ? there : {}, 'dist');
  const { integrity, shasum } = own;
  if (typeof integrity !== 'string' || typeof shasum !== 'string') {
    return 'it was brought, but the document does not show it: run the command again';
  }
  return isSameOrUnknown(dist, { integrity, shasum })
    ? undefined
    : `the document shows it with another content: ${integrity}`;
}

function notesOf(
  { version, publishedAt, deprecated }: SourceVersion,
  there: Json,
  time: unknown,
): readonly string[] {
  const late = publishedAt !== undefined && time !== publishedAt;
  const silent = deprecated !== undefined && there['deprecated'] !== deprecated;
  return [
    ...(late ? [`${version} is of ${String(time)} here, of ${publishedAt} there`] : []),
    ...(silent ? [`${version} is deprecated there with another text`] : []),
  ];
}

function tagNotes({ tags }: SourcePackage, here: Json): readonly string[] {
  return Object.entries(tags)
    .filter(([tag, version]) => here[tag] !== version)
    .map(([tag, version]) => {
      const own = here[tag];
      return `${tag} is ${typeof own === 'string' ? own : 'nothing'} here, ${version} there`;
    });
}

function objectAt(json: Json, key: string): Json {
  const value = json[key];
  return isJsonObject(value) ? value : {};
}
