import * as v from 'valibot';

import { parseTag, type Tag } from './dist-tag.ts';
import { invalid, tooLarge } from './errors.ts';
import { checkDigests, type Digests } from './integrity.ts';
import { buildManifest, type Json, type TarballContent } from './manifest.ts';
import { type PackageName, unscopedName } from './package-name.ts';
import type { Visibility } from './package.ts';
import { MAX_README } from './tarball/limits.ts';
import { asVersion, cleanVersion, parseVersion, type Version } from './version.ts';

const Manifest = v.looseObject({
  name: v.string('name must be a string'),
  version: v.string('version must be a string'),
  dist: v.optional(
    v.looseObject({ integrity: v.optional(v.string()), shasum: v.optional(v.string()) }),
  ),
});

/** The publish document of all clients, without the tarball's bytes (protocol: npm's libnpmpublish). */
export const PublishDocument = v.looseObject({
  name: v.string('name must be a string'),
  'dist-tags': v.optional(v.record(v.string(), v.string())),
  versions: v.record(v.string(), Manifest),
  readme: v.optional(v.unknown()),
  access: v.nullish(v.picklist(['public', 'restricted', 'private'])),
  _attachments: v.record(v.string(), v.looseObject({ length: v.optional(v.number()) })),
});
export type PublishDocument = v.InferOutput<typeof PublishDocument>;

/** What was received under the publish document's attachment. */
export interface ReceivedTarball extends TarballContent {
  readonly attachment: string;
  readonly digests: Digests;
  readonly size: number;
  readonly unpackedSize: number;
  readonly fileCount: number;
  readonly readme: ReadmeText | undefined;
}

export interface ReadmeText {
  readonly filename: string;
  readonly text: string;
}

/** All that a publish will write, before anything is written. */
export interface PublishPlan {
  readonly name: PackageName;
  readonly version: Version;
  readonly tags: readonly Tag[];
  readonly visibility: Visibility | undefined;
  readonly manifest: Json;
  readonly readme: ReadmeText | undefined;
  readonly tarball: ReceivedTarball;
}

/** Holds the document against the path it was sent to and against the tarball it came with. */
export function planPublish(
  name: PackageName,
  document: PublishDocument,
  tarball: ReceivedTarball,
): PublishPlan {
  const [version, manifest] = onlyVersion(name, document);
  checkTarball(name, version, document, tarball);
  checkDigests(manifest.dist ?? {}, tarball.digests);
  return {
    name,
    version,
    tags: tagsOf(document, version),
    visibility: visibilityOf(document),
    // As its key has it: a package.json may add a `v` or build data, which clients and other registries do not expect.
    manifest: { ...buildManifest(manifest, tarball), version },
    readme: readmeOf(document, manifest) ?? tarball.readme,
    tarball,
  };
}

/** The one version that a publish brings, as its document has it. */
export function onlyVersion(
  name: PackageName,
  document: PublishDocument,
): [Version, v.InferOutput<typeof Manifest>] {
  const [first, ...rest] = Object.entries(document.versions);
  if (!first || rest.length > 0) {
    throw invalid(
      `a publish brings exactly one version; this one has ${Object.keys(document.versions).length}`,
    );
  }
  const [key, manifest] = first;
  const version = parseVersion(key);
  const names = [document.name, manifest.name];
  if (names.some((other) => other !== name)) {
    throw invalid(
      `the document is for ${names.join(' and ')}, but was sent to ${name}: names must agree`,
    );
  }
  if (cleanVersion(manifest.version) !== version) {
    throw invalid(`the document has version ${manifest.version} under the key ${version}`);
  }
  return [version, manifest];
}

/** Manifest confusion: what is shown under a name must be what its tarball says of itself. */
function checkTarball(
  name: PackageName,
  version: Version,
  document: PublishDocument,
  { attachment, packageJson, size }: ReceivedTarball,
): void {
  const { name: ownName, version: ownVersion } = packageJson;
  if (ownName !== name) {
    throw invalid(
      `the tarball's package.json is of ${JSON.stringify(ownName)}, not of ${name}: pack and publish again`,
    );
  }
  if (typeof ownVersion !== 'string' || cleanVersion(ownVersion) !== version) {
    throw invalid(
      `the tarball's package.json has version ${JSON.stringify(ownVersion)}, not ${version}: pack and publish again`,
    );
  }
  const announced = document._attachments[attachment]?.length;
  if (announced !== undefined && announced !== size) {
    throw invalid(
      `the tarball arrived with ${size} bytes, its document announces ${announced}: publish again`,
    );
  }
}

function tagsOf(document: PublishDocument, version: Version): readonly Tag[] {
  return Object.entries(document['dist-tags'] ?? { latest: version }).map(([tag, target]) => {
    if (target !== version) {
      throw invalid(`dist-tag "${tag}" names ${target}, which this publish does not bring`);
    }
    return parseTag(tag);
  });
}

function visibilityOf({ access }: PublishDocument): Visibility | undefined {
  if (access === null || access === undefined) return undefined;
  return access === 'public' ? 'public' : 'private';
}

/** npm, pnpm and bun put the README into the version, yarn beside it; npm says so when there is none. */
function readmeOf(document: PublishDocument, manifest: Json): ReadmeText | undefined {
  const text = [manifest['readme'], document.readme].find(
    (readme): readme is string => typeof readme === 'string' && readme !== '',
  );
  if (text === undefined || text.startsWith('ERROR: No README data found')) return undefined;
  checkReadmeSize(text);
  const { readmeFilename } = manifest;
  return { text, filename: typeof readmeFilename === 'string' ? readmeFilename : 'README.md' };
}

function checkReadmeSize(text: string): void {
  if (text.length <= MAX_README) return;
  throw tooLarge(
    `the README has ${text.length} characters; up to ${MAX_README} are kept: shorten it`,
  );
}

/** `/@s/n/-/n-1.0.0.tgz`, and npm's own `/@s/n/-/@s/n-1.0.0.tgz`, to the version. */
export function versionOfTarball(name: PackageName, file: string): Version | undefined {
  const base = file.startsWith(`${name}-`) ? name : unscopedName(name);
  if (!file.startsWith(`${base}-`) || !file.endsWith('.tgz')) return undefined;
  return asVersion(file.slice(base.length + 1, -'.tgz'.length));
}

/** `access` of a whole document in the words of npm's commands. */
export const accessOf = (visibility: Visibility): 'public' | 'restricted' =>
  visibility === 'public' ? 'public' : 'restricted';
