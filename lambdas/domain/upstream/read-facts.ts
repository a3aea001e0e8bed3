import { isJsonObject, type Json } from '#domain/manifest.ts';

import { licensesOf } from './license.ts';
import { type Member, parse, splitDocument } from './split-document.ts';

/** What of versions a full document alone says. */
export interface Facts {
  /** When they were published, in milliseconds. */
  readonly times: ReadonlyMap<string, number>;
  readonly licenses: ReadonlyMap<string, readonly string[]>;
}

/** Reads a full document once for what is wanted of it, and holds nothing else. */
export async function readFacts(
  source: AsyncIterable<Uint8Array>,
  wanted: { readonly licenses: boolean },
): Promise<Facts> {
  let times: Facts['times'] = new Map();
  const licenses = new Map<string, readonly string[]>();
  for await (const member of splitDocument(source)) {
    if (isTime(member)) times = timesOf(member);
    else if (member.version && wanted.licenses)
      licenses.set(member.key, licensesOf(valueOf(member)));
  }
  return { times, licenses };
}

/** What a full document says of one version. */
export interface VersionFacts {
  readonly manifest: Json;
  readonly publishedAt: number | undefined;
}

/** Undefined: it does not have that version. */
export async function readVersionFacts(
  source: AsyncIterable<Uint8Array>,
  version: string,
): Promise<VersionFacts | undefined> {
  let publishedAt: number | undefined;
  let manifest: Json | undefined;
  for await (const member of splitDocument(source)) {
    if (isTime(member)) publishedAt = timesOf(member).get(version);
    else if (member.version && member.key === version) manifest = valueOf(member);
  }
  return manifest && { manifest, publishedAt };
}

const isTime = ({ key, version }: Member): boolean => !version && key === 'time';

function valueOf({ json }: Member): Json {
  const value = parse(json.toString());
  return isJsonObject(value) ? value : {};
}

const timesOf = (member: Member): Facts['times'] =>
  new Map(
    Object.entries(valueOf(member))
      .map(([name, at]) => [name, Date.parse(String(at))] as const)
      .filter(([, at]) => !Number.isNaN(at)),
  );
