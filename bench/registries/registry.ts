import type { Publication } from '../documents/publication.ts';
import type { Server } from '../harness/processes.ts';

/** The registries that are measured; `pantry` is this one. */
export const REGISTRY_NAMES = ['pantry', 'verdaccio', 'pnpr'] as const;
export type RegistryName = (typeof REGISTRY_NAMES)[number];

/** Everything that is particular to one registry; all else is spoken over npm's protocol. */
export interface Registry {
  readonly name: RegistryName;
  readonly title: string;
  /** How it is set up, in words for the report. */
  readonly setup: string;
  /** The same where it stands before an upstream. */
  readonly proxySetup: string;
  version(): Promise<string>;
  /** Throws a sentence that helps when its program is not there. */
  requireProgram(): void;
  /**
   * Starts it over a folder that is its own; the same folder again means the same registry again. It stands
   * before the upstream of that URL, or before none.
   */
  start(folder: string, upstream?: string): Promise<Server>;
  /** Where a publish costs more the more versions there are, how to seed without. */
  readonly storage?: Storage;
  /** How many packages it is given to search among. */
  readonly catalogueSize: number;
}

/** A registry's own files, written as it writes them itself. */
export interface Storage {
  /** The file that it keeps of a package after these publishes to the address, oldest first. */
  packageFile(publications: readonly Publication[], url: string): string;
  /** Tells the registry, while it is stopped, that these packages exist. */
  enlist(folder: string, names: readonly string[]): Promise<void>;
}
