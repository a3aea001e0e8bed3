import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asVersion, highestVersion, type Version } from '#domain/version.ts';

import { createDocumentWriter } from './document-writer.ts';
import type { Refusal } from './policy.ts';
import { parse, splitDocument } from './split-document.ts';

/** Why a version is kept out, if it is. */
export type Judge = (version: string, manifest: Json) => Refusal | undefined;

/**
 * A document without the versions that are kept out: `latest` goes to the newest that is left, other tags go with
 * their versions. JSON text, piece by piece.
 */
export async function* filterDocument(
  source: AsyncIterable<Uint8Array>,
  judgeVersion: Judge,
): AsyncGenerator<string> {
  const writer = createDocumentWriter();
  const left = new Set<string>();
  let tags: Json = {};
  for await (const { key, version, json } of splitDocument(source)) {
    const text = json.toString();
    if (!version && key === 'dist-tags') {
      const value = parse(text);
      tags = isJsonObject(value) ? value : {};
    } else if (!version) {
      yield writer.member(`${JSON.stringify(key)}:${text}`);
    } else if (isLeft(key, parse(text), judgeVersion)) {
      left.add(key);
      yield writer.version(`${JSON.stringify(key)}:${text}`);
    }
  }
  yield writer.member(`"dist-tags":${JSON.stringify(movedTags(tags, left))}`);
  yield writer.end();
}

const isLeft = (version: string, manifest: unknown, judgeVersion: Judge): boolean =>
  isJsonObject(manifest) && judgeVersion(version, manifest) === undefined;

function movedTags(tags: Json, left: ReadonlySet<string>): Json {
  const kept = Object.entries(tags).filter(
    ([, version]) => typeof version === 'string' && left.has(version),
  );
  const versions: readonly Version[] = [...left]
    .map(asVersion)
    .filter((version) => version !== undefined);
  const newest = highestVersion(versions);
  return { ...(newest !== undefined && { latest: newest }), ...Object.fromEntries(kept) };
}
