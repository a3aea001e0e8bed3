import type { CommandError } from '../command/failure.ts';
import type { LeftOut } from './source.ts';

/** What became of a package. */
export interface PackageReport {
  readonly name: string;
  readonly imported: number;
  /** Versions that were here before. */
  readonly present: number;
  readonly bytes: number;
  readonly leftOut: readonly LeftOut[];
  /** What is here otherwise than there, and stays so. */
  readonly notes: readonly string[];
  /** Owners that are no users here. */
  readonly unknownOwners: readonly string[];
}

/** All of an import but its packages. */
export interface ImportSummary {
  /** How many there were to do. */
  readonly asked: number;
  /** Accounts of the source that nobody has here. */
  readonly strangers: readonly string[];
  /** Whether it ended before its end. */
  readonly stopped: boolean;
  /** Why, where nobody wanted that. */
  readonly failure: CommandError | undefined;
}
