import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';

import type { Call } from '../command/command.ts';
import type { CommandError } from '../command/failure.ts';
import type { OPTIONS } from '../commands/publish.ts';
import type { ShippedFile } from './contents.ts';
import type { Packed } from './packed.ts';

export type PublishCall = Call<typeof OPTIONS>;

/** The kinds of registry that a package can go to. */
export type DriverName = 'pantry' | 'npm';

/** A tarball and what it holds. */
export interface Shipped {
  readonly packed: Packed;
  readonly files: readonly ShippedFile[];
}

/** A package that is packed and may be published to several registries. */
export interface Source extends Shipped {
  /** The folder it was packed from; undefined where a .tgz was given. */
  readonly folder: string | undefined;
  /** Its package.json as `npm publish` sends it: corrected, with README and `gitHead`. */
  readonly manifest: Json;
  /**
   * The same with something changed in the package.json of its tarball, such as its name where the plain one is
   * somebody else's: a temporary file of its own. Nothing changes in the folder.
   */
  readonly changed: (change: (packageJson: Json) => Json) => Promise<Shipped>;
}

/** A package that may be there already, before it is packed. */
export type NamedPackage = Pick<Packed, 'name' | 'version' | 'packageJson'> &
  Pick<Source, 'folder'>;

/** Publishes to one kind of registry. */
export interface Driver {
  readonly name: DriverName;
  /** Whether anything is published under this version: then nobody raised it. */
  isThere(named: NamedPackage): Promise<boolean>;
  /**
   * Finds out what would happen, and sends nothing. What the package itself forbids is an error; what the registry
   * has against it is `refusal`, so that it hides no other registry's plan.
   */
  plan(source: Source): Promise<Plan>;
}

/** What one driver will do with one package. */
export interface Plan {
  readonly driver: DriverName;
  /** Without a slash at the end. */
  readonly registry: string;
  /** As it is called there. */
  readonly name: PackageName;
  readonly version: Version;
  /** What goes there, which has another package.json where the package has another name. */
  readonly shipped: Shipped;
  readonly tag: string;
  /** `public`, `restricted`, or undefined: as the registry has it. */
  readonly access: string | undefined;
  /** Whose credential it is, for people: `--token`, `GitHub Actions`; undefined where there is none. */
  readonly as: string | undefined;
  /** `there`: the same content under the same version, so that nothing is left to send. */
  readonly state: 'new' | 'there';
  /** Why it can't be published there. */
  readonly refusal: CommandError | undefined;
  /** Sentences that somebody should read before: a name that looks like another. */
  readonly notes: readonly string[];
  /** Only where there is no refusal. Told how many of `packed.size` bytes have gone out. */
  publish(sent: (bytes: number) => void): Promise<Published>;
  /** After it is published: waits, for a minute at most, and says whether it can be installed by now. */
  available(): Promise<boolean>;
}

export interface Published {
  readonly driver: DriverName;
  readonly registry: string;
  readonly name: PackageName;
  readonly version: Version;
  readonly state: 'published' | 'staged' | 'already there';
  /** A page or document about it. */
  readonly url?: string | undefined;
  readonly stageId?: string | undefined;
}

/** What became of a package at one registry. */
export type Outcome =
  | Published
  | (AtRegistry & { readonly state: 'failed'; readonly error: CommandError })
  /** Since something else failed before. */
  | (AtRegistry & { readonly state: 'not sent' });

type AtRegistry = Pick<Published, 'driver' | 'registry' | 'name' | 'version'>;

/** What became of one package. */
export interface PackageOutcome {
  readonly source: Source;
  readonly plans: readonly Plan[];
  /** One for each plan, in their order; none with `--dry-run`. */
  readonly outcomes: readonly Outcome[];
}

/** One of the packages that are published together. */
export interface PackageToPublish {
  /** A folder with a package.json, or a .tgz. */
  readonly path: string;
  /** What its package.json says in the tarball instead, such as versions in place of `workspace:*`. */
  readonly change?: (packageJson: Json) => Json;
}
