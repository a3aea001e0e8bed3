import { attestationsPath } from './attestations.ts';
import type { Json } from './manifest.ts';
import { unscopedName } from './package-name.ts';
import { type Package, type Release, revision } from './package.ts';
import type { Person } from './user.ts';
import { compareVersions } from './version.ts';

/** The two forms of a package's document: all of it, or what an install needs. */
export const FORMS = ['full', 'abbreviated'] as const;
export type Form = (typeof FORMS)[number];

export const MEDIA_TYPE: Readonly<Record<Form, string>> = {
  full: 'application/json',
  // pnpm checks for exactly this media type and filters the document again without it.
  abbreviated: 'application/vnd.npm.install-v1+json',
};

/** Raised whenever rendering changes, so that stored documents of another make are rendered again. */
export const RENDERER = 2;

/** Characters of README that the full document carries; the whole one is at the README's own route. */
const README_SHOWN = 64 * 1024;

/** All that a document shows. */
export interface PackumentSource {
  readonly pkg: Package;
  readonly releases: readonly Release[];
  /** Users who starred it. */
  readonly stars: readonly string[];
  /** README of the version that `latest` names. */
  readonly readme: { readonly text: string; readonly filename: string } | undefined;
}

/** What npm, pnpm, yarn, bun and deno read of a version when they install it. */
const INSTALL_FIELDS = [
  'name',
  'version',
  'dependencies',
  'optionalDependencies',
  'devDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'dependenciesMeta',
  'acceptDependencies',
  'bundleDependencies',
  'bin',
  'directories',
  'engines',
  'os',
  'cpu',
  'libc',
  'funding',
  'license',
  'hasInstallScript',
  '_hasShrinkwrap',
] as const;

/** What the top level repeats from the version that `latest` names. */
const HOISTED = [
  'description',
  'keywords',
  'homepage',
  'repository',
  'bugs',
  'license',
  'author',
  'contributors',
] as const;

/** Where a release's tarball is asked for: below the registry's own URL, or npm 12 refuses it. */
export const tarballPath = ({ name, version }: Pick<Release, 'name' | 'version'>): string =>
  `/${name}/-/${unscopedName(name)}-${version}.tgz`;

/** The JSON text of a package's document in both forms, its tarballs below `baseUrl`. */
export function renderPackument(source: PackumentSource, baseUrl: string): Record<Form, string> {
  const releases = source.releases.toSorted((a, b) => compareVersions(a.version, b.version));
  const full: string[] = [];
  const abbreviated: string[] = [];
  for (const release of releases) {
    const key = JSON.stringify(release.version);
    const manifest = parseManifest(release);
    full.push(`${key}:${JSON.stringify(fullVersion(release, manifest, baseUrl))}`);
    abbreviated.push(`${key}:${JSON.stringify(abbreviatedVersion(release, manifest, baseUrl))}`);
  }
  return {
    full: withVersions(fullHead(source, releases), full),
    abbreviated: withVersions(abbreviatedHead(source, releases), abbreviated),
  };
}

/** One version as `GET /name/version` answers it. */
export function renderVersion(release: Release, baseUrl: string): Json {
  return { ...fullVersion(release, parseManifest(release), baseUrl), ...publishedAt(release) };
}

const publishedAt = ({ publishedAt: time }: Release): Json => ({ _time: time });

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by buildManifest
const parseManifest = ({ manifest }: Release): Json => JSON.parse(manifest) as Json;

/** Versions are joined as text: parsing a document of 3,000 versions only to print it again is slow. */
function withVersions(head: Json, versions: readonly string[]): string {
  const text = JSON.stringify(head);
  return `${text.slice(0, -1)},"versions":{${versions.join(',')}}}`;
}

function fullVersion(release: Release, manifest: Json, baseUrl: string): Json {
  return {
    ...manifest,
    _id: `${release.name}@${release.version}`,
    ...deprecation(release),
    ...builtBy(release),
    dist: dist(release, baseUrl),
  };
}

function abbreviatedVersion(release: Release, manifest: Json, baseUrl: string): Json {
  const picked = INSTALL_FIELDS.filter((key) => key in manifest).map((key) => [key, manifest[key]]);
  return { ...Object.fromEntries(picked), ...deprecation(release), dist: dist(release, baseUrl) };
}

function dist(release: Release, baseUrl: string): Json {
  const { integrity, shasum, fileCount, unpackedSize, signatures } = release;
  const tarball = `${baseUrl}${tarballPath(release)}`;
  const attested = attestations(release, baseUrl);
  return { integrity, shasum, tarball, fileCount, unpackedSize, signatures, ...attested };
}

/** `npm audit signatures` asks for the URL; pnpm ranks versions by its being there. `url` comes first: it is rebased. */
function attestations({ name, version, provenance }: Release, baseUrl: string): Json {
  if (!provenance) return {};
  const { predicateType } = provenance;
  const url = `${baseUrl}${attestationsPath(name, version)}`;
  return { attestations: { url, provenance: { predicateType } } };
}

/** In npm's own words, which pnpm's trust policy reads. The run is nobody's secret where the repository is none. */
function builtBy({ publisher, run }: Release): Json {
  if (!run) return { _npmUser: person(publisher) };
  const { publisherId, ...about } = run;
  const trustedPublisher = { id: run.provider, oidcConfigId: `oidc:${publisherId}` };
  return {
    _npmUser: { ...person(publisher), trustedPublisher },
    ...(run.public && { _run: about }),
  };
}

const deprecation = ({ deprecated }: Release): Json =>
  deprecated === undefined ? {} : { deprecated };

const person = ({ name, email }: Person): Json => ({ name, email });

/** `time` names every version: yarn 4 refuses a version without it, deno and pnpm gate by it. */
function times(
  { createdAt, modifiedAt, unpublished, name }: Package,
  releases: readonly Release[],
) {
  return {
    created: createdAt,
    modified: modifiedAt,
    ...Object.fromEntries(releases.map((release) => [release.version, release.publishedAt])),
    ...(unpublished && {
      unpublished: { name, time: unpublished.at, versions: unpublished.versions },
    }),
  };
}

function fullHead(source: PackumentSource, releases: readonly Release[]): Json {
  const { pkg, stars, readme } = source;
  const latest = releases.find(({ version }) => version === pkg.distTags['latest']);
  const manifest = latest ? parseManifest(latest) : {};
  const hoisted = HOISTED.filter((key) => key in manifest).map((key) => [key, manifest[key]]);
  return {
    _id: pkg.name,
    _rev: revision(pkg),
    name: pkg.name,
    ...Object.fromEntries(hoisted),
    'dist-tags': pkg.distTags,
    maintainers: pkg.owners.map(person),
    users: Object.fromEntries(stars.map((user) => [user, true])),
    time: times(pkg, releases),
    readme: readme?.text.slice(0, README_SHOWN) ?? '',
    readmeFilename: readme?.filename ?? '',
    _attachments: {},
  };
}

/** pnpm makes a second, full request where `time` is missing here and the package is fresh. */
function abbreviatedHead({ pkg }: PackumentSource, releases: readonly Release[]): Json {
  return {
    name: pkg.name,
    modified: pkg.modifiedAt,
    'dist-tags': pkg.distTags,
    time: times(pkg, releases),
  };
}

/** npm, pnpm and bun ask for the abbreviated form in these words; whatever else is asked is full. */
export function formOf(accept: string | undefined): Form {
  return accept?.includes(MEDIA_TYPE.abbreviated) ? 'abbreviated' : 'full';
}
