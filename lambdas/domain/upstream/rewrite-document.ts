import { attestationsPath } from '#domain/attestations.ts';
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
  /** Where it says where the version came from. */
  readonly attestations: string | undefined;
}

/** Members that are of no use to a client, or speak of the upstream's own storage. */
const DROPPED = new Set(['_attachments', '_rev', '_revisions', '_distfiles']);

/** Whose document it has to be, and where its tarballs are to be. */
export interface Rewriting {
  readonly name: PackageName;
  readonly baseUrl: string;
  /** Told what the upstream promises of each version, and which packages that needs. */
  readonly promised: (version: Version, dist: UpstreamDist, needs: readonly string[]) => void;
  /** Told the version that is called `latest`. */
  readonly latest: (version: string) => void;
}

/**
 * An upstream's document as ours: the same in everything that a client reads, its tarballs below `baseUrl`.
 * JSON text, piece by piece. Throws InvalidDocument.
 */
export async function* rewriteDocument(
  source: AsyncIterable<Uint8Array>,
  wanted: Rewriting,
): AsyncGenerator<string> {
  const writer = createDocumentWriter();
  let named = false;
  for await (const member of splitDocument(source)) {
    const text = member.version ? versionText(member, wanted) : memberText(member, wanted);
    named ||= member.key === 'name' && member.version === undefined;
    if (text !== undefined) yield member.version ? writer.version(text) : writer.member(text);
  }
  if (!named) throw new InvalidDocument('it names no package');
  yield writer.end();
}

function memberText({ key, json }: Member, { name, latest }: Rewriting): string | undefined {
  if (DROPPED.has(key) || key === 'versions') return undefined;
  const value = parse(json.toString());
  if (key === 'name' && value !== name) {
    throw new InvalidDocument(`it is the document of "${String(value)}"`);
  }
  if (key === 'dist-tags' && isJsonObject(value)) latest(String(value['latest']));
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
  promised(version, dist, needsOf(manifest));
  return `${JSON.stringify(key)}:${withOurUrls(text, manifest, dist, {
    tarball: baseUrl + tarballPath({ name, version }),
    attestations: baseUrl + attestationsPath(name, version),
  })}`;
}

/** What is installed with it. */
const needsOf = ({ dependencies, optionalDependencies, peerDependencies }: Json): string[] =>
  [dependencies, optionalDependencies, peerDependencies].flatMap((needed) =>
    isJsonObject(needed) ? Object.keys(needed) : [],
  );

interface OurUrls {
  readonly tarball: string;
  readonly attestations: string;
}

/** The text itself with other URLs where they can be seen at once, which takes half the time of writing it anew. */
function withOurUrls(
  text: string,
  manifest: Json,
  { tarball, attestations }: UpstreamDist,
  ours: OurUrls,
): string {
  // Written as we write it: whoever moves it to another URL later looks for these very characters.
  const plain = !/\\[/u]/.test(text);
  const moved = plain ? replaceOnly(text, '"tarball":', tarball, ours.tarball) : undefined;
  const both =
    moved === undefined || attestations === undefined
      ? moved
      : replaceOnly(moved, '"attestations":{"url":', attestations, ours.attestations);
  return both ?? writtenAnew(manifest, ours);
}

/** A text with another string after what introduces it; undefined where that string stands elsewhere too. */
function replaceOnly(text: string, after: string, from: string, to: string): string | undefined {
  const [before, rest, ...others] = text.split(JSON.stringify(from));
  if (before === undefined || rest === undefined || others.length > 0) return undefined;
  return before.endsWith(after) ? before + JSON.stringify(to) + rest : undefined;
}

function writtenAnew(manifest: Json, ours: OurUrls): string {
  const dist = isJsonObject(manifest['dist']) ? manifest['dist'] : {};
  const { attestations } = dist;
  const { url: _, ...others } = isJsonObject(attestations) ? attestations : {};
  // First in its object: there it is looked for when it is moved.
  const said = isJsonObject(attestations) && {
    attestations: { url: ours.attestations, ...others },
  };
  return JSON.stringify({ ...manifest, dist: { ...dist, tarball: ours.tarball, ...said } });
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

export function distOf({ dist }: Json): UpstreamDist | undefined {
  if (!isJsonObject(dist)) return undefined;
  const { tarball, integrity, shasum, attestations } = dist;
  if (typeof tarball !== 'string' || !URL.canParse(tarball)) return undefined;
  return {
    tarball,
    integrity: textOf(integrity),
    shasum: textOf(shasum),
    attestations: isJsonObject(attestations) ? textOf(attestations['url']) : undefined,
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
