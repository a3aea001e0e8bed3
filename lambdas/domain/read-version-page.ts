import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asVersion, fromHighest } from '#domain/version.ts';

import { type Member, parse, splitDocument } from './upstream/split-document.ts';

/** What a list of versions shows of one. */
export interface ListedVersion {
  readonly version: string;
  /** ISO date, where the document has it. */
  readonly publishedAt: string | undefined;
  readonly unpackedSize: number | undefined;
  readonly deprecated: string | undefined;
  /** Whether it says where it was built. */
  readonly attested: boolean;
}

/** Some of a package's versions, the highest first. */
export interface VersionPage {
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly shown: readonly ListedVersion[];
}

interface Wanted {
  readonly page: number;
  readonly size: number;
}

/** Reads a document twice and holds the manifests of one page of versions, however many there are. */
export async function readVersionPage(
  open: () => AsyncIterable<Uint8Array>,
  { page: asked, size }: Wanted,
): Promise<VersionPage> {
  const { versions, tags, times } = await readOutline(open());
  const pages = Math.max(1, Math.ceil(versions.length / size));
  const page = Math.min(Math.max(1, asked), pages);
  const names = fromHighest(versions).slice((page - 1) * size, page * size);
  const wanted = new Set<string>(names);
  const manifests = new Map<string, Json>();
  for await (const member of splitDocument(open())) {
    if (member.version && wanted.has(member.key)) manifests.set(member.key, objectIn(member));
  }
  const shown = names.map((name) => listed(name, manifests.get(name) ?? {}, times[name]));
  return { total: versions.length, page, pages, tags, shown };
}

/** What a document says beside its versions. */
export interface Outline {
  readonly versions: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly times: Json;
}

export async function readOutline(source: AsyncIterable<Uint8Array>): Promise<Outline> {
  const versions: string[] = [];
  let [tags, times]: readonly [Json, Json] = [{}, {}];
  for await (const member of splitDocument(source)) {
    if (!member.version && member.key === 'dist-tags') tags = objectIn(member);
    else if (!member.version && member.key === 'time') times = objectIn(member);
    else if (member.version && asVersion(member.key)) versions.push(member.key);
  }
  const named = Object.entries(tags).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { versions, tags: Object.fromEntries(named), times };
}

function objectIn({ json }: Member): Json {
  const value = parse(json.toString());
  return isJsonObject(value) ? value : {};
}

function listed(version: string, { dist, deprecated }: Json, time: unknown): ListedVersion {
  const { unpackedSize, attestations }: Json = isJsonObject(dist) ? dist : {};
  return {
    version,
    publishedAt: typeof time === 'string' ? time : undefined,
    unpackedSize: typeof unpackedSize === 'number' ? unpackedSize : undefined,
    deprecated: deprecationIn(deprecated),
    attested: isJsonObject(attestations),
  };
}

/** Why a version is deprecated, as documents of any registry say it; an empty text takes it back there. */
export function deprecationIn(value: unknown): string | undefined {
  if (value === true) return '';
  return typeof value === 'string' && value !== '' ? value : undefined;
}
