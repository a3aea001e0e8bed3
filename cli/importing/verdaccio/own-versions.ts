import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

import { CommandError } from '../../command/failure.ts';
import { readDocument } from '../read-document.ts';
import type { SourcePackage } from '../source.ts';

export function parseJson(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/**
 * Of a document only what was published there. What came of an uplink has an entry in `_distfiles`, which says
 * where; a version that was published has none, but one in `_attachments`. `listed`: `.verdaccio-db.json` has it.
 */
export function readOwn(
  name: PackageName,
  document: Json,
  listed: boolean,
): SourcePackage | undefined {
  const versions = document['versions'];
  if (!isJsonObject(versions)) {
    throw new CommandError(
      'its package.json is broken: no JSON with `versions` in it; restore it from a backup and import again',
    );
  }
  const fetched = keysOf(document['_distfiles']);
  const attached = keysOf(document['_attachments']);
  const own = Object.entries(versions).filter(([, manifest]) => {
    const file = fileOf(manifest);
    if (file === undefined) return listed;
    return !fetched.has(file) && (listed || attached.has(file));
  });
  if (own.length === 0) return undefined;
  const numbers = new Set(own.map(([number]) => number));
  const others = Object.keys(versions).filter((number) => !numbers.has(number));
  return readDocument(name, {
    ...document,
    versions: Object.fromEntries(own),
    time: without(document['time'], others),
    'dist-tags': ownTags(document['dist-tags'], numbers),
  });
}

const keysOf = (value: unknown): ReadonlySet<string> =>
  new Set(isJsonObject(value) ? Object.keys(value) : []);

function fileOf(manifest: unknown): string | undefined {
  const dist = isJsonObject(manifest) ? manifest['dist'] : undefined;
  const tarball = isJsonObject(dist) ? dist['tarball'] : undefined;
  return typeof tarball === 'string' ? path.posix.basename(tarball) : undefined;
}

/** What came of an uplink was not unpublished: nothing is to be known of it here. */
const without = (time: unknown, numbers: readonly string[]): Json => {
  const left = Object.entries(isJsonObject(time) ? time : {});
  return Object.fromEntries(left.filter(([number]) => !numbers.includes(number)));
};

const ownTags = (tags: unknown, numbers: ReadonlySet<string>): Json =>
  Object.fromEntries(
    Object.entries(isJsonObject(tags) ? tags : {}).filter(([, version]) =>
      numbers.has(String(version)),
    ),
  );
