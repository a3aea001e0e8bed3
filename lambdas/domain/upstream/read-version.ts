import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asVersion, bestMatch, isRange, type Version } from '#domain/version.ts';

import { type Member, parse, splitDocument } from './split-document.ts';

/** Reads a document from its beginning; it is read twice. */
type Open = () => AsyncIterable<Uint8Array>;

/** The dist-tags of a document. */
export async function readDistTags(open: Open): Promise<Readonly<Record<string, string>>> {
  for await (const member of splitDocument(open())) {
    if (member.key === 'dist-tags' && !member.version) return tagsOf(member);
  }
  return {};
}

function tagsOf({ json }: Member): Readonly<Record<string, string>> {
  const tags = parse(json.toString());
  if (!isJsonObject(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The manifest of a version that is named by number, dist-tag or range. */
export async function readVersion(open: Open, text: string): Promise<Json | undefined> {
  const wanted = await resolve(open, text);
  if (wanted === undefined) return undefined;
  for await (const { key, version, json } of splitDocument(open())) {
    if (!version || key !== wanted) continue;
    const manifest = parse(json.toString());
    return isJsonObject(manifest) ? manifest : undefined;
  }
  return undefined;
}

async function resolve(open: Open, text: string): Promise<string | undefined> {
  const versions: Version[] = [];
  let tags: Readonly<Record<string, string>> = {};
  for await (const member of splitDocument(open())) {
    const version = member.version && asVersion(member.key);
    if (version) versions.push(version);
    else if (member.key === 'dist-tags') tags = tagsOf(member);
  }
  return tags[text] ?? asVersion(text) ?? (isRange(text) ? bestMatch(versions, text) : undefined);
}
