import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import { tarballPath } from '#domain/packument.ts';
import { asVersion, type Version } from '#domain/version.ts';

import { createDocumentWriter } from './document-writer.ts';
import { InvalidDocument, type Member, parse, splitDocument } from './split-document.ts';

/** What an upstream says of a version's tarball. */
export interface UpstreamDist {
  readonly tarball: string;
  readonly integrity: string | undefined;
  readonly shasum: string | undefined;
}

/** Members that are of no use to a client, or speak of the upstream's own storage. */
const DROPPED = new Set(['_attachments', '_rev', '_revisions', '_distfiles']);

/** Whose document it has to be, and where its tarballs are to be. */
export interface Rewriting {
  readonly name: PackageName;
  readonly baseUrl: string;
  /** Told what the upstream promises of each version. */
  readonly promised: (version: Version, dist: UpstreamDist) => void;
}

/**
 * An upstream's document as ours: the same in everything that a client reads, its tarballs below `baseUrl`.
 * JSON text, piece by piece. Throws InvalidDocument.
 */
export async function* rewriteDocument(
  source: AsyncIterable<Uint8Array>,
  wanted: Rewriting,
): AsyncGenerator<string> {
  const { name } = wanted;
  const writer = createDocumentWriter();
  let named = false;
  for await (const member of splitDocument(source)) {
    const text = member.version ? versionText(member, wanted) : memberText(member, name);
    named ||= member.key === 'name' && member.version === undefined;
    if (text !== undefined) yield member.version ? writer.version(text) : writer.member(text);
  }
  if (!named) throw new InvalidDocument('it names no package');
  yield writer.end();
}

function memberText({ key, json }: Member, name: PackageName): string | undefined {
  if (DROPPED.has(key) || key === 'versions') return undefined;
  const value = parse(json.toString());
  if (key === 'name' && value !== name) {
    throw new InvalidDocument(`it is the document of "${String(value)}"`);
  }
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

/** Undefined: one that nobody could install by our paths. */
function versionText(
  { key, json }: Member,
  { name, baseUrl, promised }: Rewriting,
): string | undefined {
  const version = asVersion(key);
  const text = json.toString();
  const manifest = parse(text);
  const dist = isJsonObject(manifest) ? distOf(manifest) : undefined;
  if (!version || !isJsonObject(manifest) || !dist) return undefined;
  if (manifest['name'] !== name || manifest['version'] !== key) return undefined;
  promised(version, dist);
  const tarball = baseUrl + tarballPath({ name, version });
  return `${JSON.stringify(key)}:${withTarball(text, manifest, dist.tarball, tarball)}`;
}

/** The text itself with another URL where that can be seen at once, which takes half the time of writing it anew. */
function withTarball(text: string, manifest: Json, from: string, to: string): string {
  const old = JSON.stringify(from);
  const [before, after, ...others] = text.split(old);
  // Written as we write it: whoever moves it to another URL later looks for these very characters.
  const plain = others.length === 0 && before?.endsWith('"tarball":') && !/\\[/u]/.test(text);
  if (plain && before !== undefined && after !== undefined) {
    return before + JSON.stringify(to) + after;
  }
  const dist = isJsonObject(manifest['dist']) ? manifest['dist'] : {};
  return JSON.stringify({ ...manifest, dist: { ...dist, tarball: to } });
}

/**
 * What of an upstream's document is not in ours: what it says of the tarballs. JSON text, piece by piece, in which
 * `findDist` finds as much as in all of the document.
 */
export async function* distsText(
  dists: ReadonlyMap<Version, UpstreamDist>,
): AsyncGenerator<string> {
  let before = '{"versions":{';
  for (const [version, dist] of dists) {
    yield `${before}${JSON.stringify(version)}:${JSON.stringify({ dist })}`;
    before = ',';
  }
  yield dists.size > 0 ? '}}' : `${before}}}`;
}

/** What the upstream's own document says of one version's tarball. Throws InvalidDocument. */
export async function findDist(
  source: AsyncIterable<Uint8Array>,
  version: Version,
): Promise<UpstreamDist | undefined> {
  for await (const member of splitDocument(source)) {
    if (!member.version || member.key !== version) continue;
    const manifest = parse(member.json.toString());
    return isJsonObject(manifest) ? distOf(manifest) : undefined;
  }
  return undefined;
}

function distOf({ dist }: Json): UpstreamDist | undefined {
  if (!isJsonObject(dist)) return undefined;
  const { tarball, integrity, shasum } = dist;
  if (typeof tarball !== 'string' || !URL.canParse(tarball)) return undefined;
  return { tarball, integrity: textOf(integrity), shasum: textOf(shasum) };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
