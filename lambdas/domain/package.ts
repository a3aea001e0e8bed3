import type { CiRun } from './ci/run.ts';
import type { PackageName } from './package-name.ts';
import type { PackageRules } from './package-rules.ts';
import type { Person } from './user.ts';
import type { Version } from './version.ts';

/** Who may read a package. A private one does not exist for those who may not know. */
export type Visibility = 'public' | 'private';

/** A package without its versions: what every write to it changes, under one revision. */
export interface Package {
  readonly name: PackageName;
  /** Counts every change, never goes back. */
  readonly rev: number;
  /** Names the change that made it so: no two writers can make the same revision and not notice. */
  readonly changeId: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly owners: readonly Person[];
  readonly visibility: Visibility;
  readonly distTags: Readonly<Record<string, Version>>;
  /** How many users starred it. */
  readonly stars: number;
  readonly rules?: PackageRules;
  /** Set by an import from another registry. */
  readonly imported?: Imported;
  /** Set when the whole package was unpublished; its name stays with its owners. */
  readonly unpublished?: Unpublished;
}

/** What the last import left behind: only what is still so follows the source at the next one. */
export interface Imported {
  readonly tags: Readonly<Record<string, Version>>;
}

export interface Unpublished {
  /** The package's rev before; what has a higher one was published later. */
  readonly rev: number;
  readonly by: string;
  readonly at: string;
  readonly versions: readonly string[];
}

/** One published version. Nothing in it changes but the deprecation. */
export interface Release {
  readonly name: PackageName;
  readonly version: Version;
  /** The package's rev when this was last written. */
  readonly rev: number;
  readonly publishedAt: string;
  readonly publisher: Person;
  /** The CI run that published it, and the id of the trusted publisher that let it in. */
  readonly run?: CiRun & { readonly publisherId: string };
  readonly integrity: string;
  readonly shasum: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly fileCount: number;
  readonly signatures: readonly Signature[];
  /** The manifest as JSON text, without what the other fields say. */
  readonly manifest: string;
  readonly deprecated?: string;
  readonly readme?: Readme;
  readonly provenance?: Provenance;
}

/** Where a release's provenance lies among the blobs, and what its certificate says. */
export interface Provenance {
  /** Of the bundle. */
  readonly integrity: string;
  readonly predicateType: string;
  /** URL of the repository that it was built from. */
  readonly repository: string;
  readonly commit?: string;
  /** URI of the workflow, and URL of its run. */
  readonly workflow?: string;
  readonly run?: string;
  /** `github-hosted` or `self-hosted`. */
  readonly runner?: string;
}

/** All of a version but what publishing it adds. */
export type ReleaseDraft = Omit<Release, 'rev' | 'publishedAt' | 'signatures'>;

/** A registry signature over `name@version:integrity`, as npm verifies it. */
export interface Signature {
  readonly keyid: string;
  /** Base64 of the DER form. */
  readonly sig: string;
}

/** Where a release's README lies among the blobs. */
export interface Readme {
  readonly integrity: string;
  readonly filename: string;
}

/** The couch-style revision that clients send back with an edit. */
export const revision = (pkg: Pick<Package, 'rev' | 'createdAt'>): string =>
  `${pkg.rev}-${Date.parse(pkg.createdAt).toString(36)}`;

/** What caches call everything that shows a package, to drop it by. */
export const packageTag = (name: string): string => `package:${name}`;
