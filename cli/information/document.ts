import { maxSatisfying } from 'semver';
import * as v from 'valibot';

import { asPackageName, type PackageName } from '#domain/package-name.ts';

import type { Call } from '../command/command.ts';
import { CommandError, UsageError } from '../command/failure.ts';
import { escaped } from '../organizing/names.ts';
import { openClient, type RegistryClient } from '../registry/client.ts';

/** Characters of a package's document, of which some have thousands of versions. */
const LONGEST = 256 << 20;

const Json = v.record(v.string(), v.unknown());

/** A package as registries describe one, and whatever else they say. */
const Document = v.looseObject({
  name: v.string(),
  'dist-tags': v.record(v.string(), v.string()),
  versions: v.record(v.string(), Json),
  time: v.optional(v.record(v.string(), v.unknown()), {}),
});
export type Document = v.InferOutput<typeof Document>;
export type Manifest = v.InferOutput<typeof Json>;

export interface Wanted {
  readonly name: PackageName;
  /** A range, a version or a dist-tag. */
  readonly range: string;
}

/** `left-pad`, `left-pad@1.0.0`, `@acme/tool@^2`. */
export function parseWanted(text: string): Wanted {
  const at = text.indexOf('@', 1);
  const name = asPackageName(at < 0 ? text : text.slice(0, at));
  if (!name) throw new UsageError(`"${text}" is not the name of a package`);
  return { name, range: (at < 0 ? '' : text.slice(at + 1)) || 'latest' };
}

interface Read {
  readonly client: RegistryClient;
  readonly document: Document;
}

export async function readDocument(call: Call, name: PackageName): Promise<Read> {
  const client = await openClient(call, { name });
  const path = `/${escaped(name)}`;
  return { client, document: await client.ask(Document, { path, longest: LONGEST }) };
}

/** The version that an install would take: the tag's, `latest` where the range has it, else the newest. */
export function chooseVersion({ name, ...document }: Document, range: string): Manifest {
  const { 'dist-tags': tags, versions } = document;
  const latest = tags['latest'];
  const tagged = Object.hasOwn(tags, range) ? tags[range] : undefined;
  const preferred = latest !== undefined && maxSatisfying([latest], range);
  const chosen = tagged ?? (preferred || maxSatisfying(Object.keys(versions), range));
  const manifest = chosen && Object.hasOwn(versions, chosen) ? versions[chosen] : undefined;
  if (manifest) return manifest;
  throw new CommandError(
    `${name} has no version "${range}": \`pantry view ${name} versions\` lists those that there are`,
  );
}
