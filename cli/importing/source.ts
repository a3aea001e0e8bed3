import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Visibility } from '#domain/package.ts';
import type { Version } from '#domain/version.ts';

/** A version as its source tells of it. */
export interface SourceVersion {
  readonly version: Version;
  readonly manifest: Json;
  readonly dist: Dist;
  /** Where its tarball is, in the source's own way. */
  readonly tarball: string;
  readonly publishedAt: string | undefined;
  readonly publisher: string | undefined;
  readonly deprecated: string | undefined;
}

/** What the bytes have to be; old sources know one of them, or none. */
export interface Dist {
  readonly integrity?: string;
  readonly shasum?: string;
}

/** What can't be brought, and why. */
export interface LeftOut {
  /** Absent: all of the package. */
  readonly version?: string;
  readonly reason: string;
}

export interface SourcePackage {
  readonly name: PackageName;
  readonly versions: readonly SourceVersion[];
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: string | undefined;
  readonly modifiedAt: string | undefined;
  /** Numbers that were published once and are not there any more. */
  readonly gone: readonly Version[];
  readonly owners: readonly string[];
  readonly readme: string | undefined;
  readonly visibility: Visibility | undefined;
  readonly leftOut: readonly LeftOut[];
}

/** A tarball on this machine, for as long as it is needed. */
export interface TarballFile {
  readonly file: string;
  readonly size: number;
  readonly done: () => Promise<void>;
}

/** Where packages come from. It is only ever read. */
export interface Source {
  /** For the audit log. */
  readonly title: string;
  /** Names of packages to bring, as they are written there. */
  names(): Promise<readonly string[]>;
  /** Undefined: there is nothing in it to bring. Throws a CommandError that says why it can't be read. */
  read(name: string): Promise<SourcePackage | undefined>;
  /** Throws a CommandError where the tarball can't be had. */
  tarball(pkg: SourcePackage, version: SourceVersion): Promise<TarballFile>;
  /** Whoever can log in there; their passwords stay there. */
  accounts(): Promise<readonly string[]>;
  close(): Promise<void>;
  /** Removes what it keeps on this machine, at once: the process is about to end. */
  readonly discard?: () => void;
}
