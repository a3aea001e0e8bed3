import type { PackageName } from '#domain/package-name.ts';
import type { Visibility } from '#domain/package.ts';
import type { Person } from '#domain/user.ts';

/** What finding and ranking read of a package. */
export interface Searchable {
  readonly name: PackageName;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** ISO date of the latest version. */
  readonly publishedAt: string;
  readonly publisher: Person;
  readonly maintainers: readonly Person[];
  readonly links: Readonly<Record<string, string>>;
  readonly license: string;
  readonly visibility: Visibility;
  readonly deprecated: boolean;
  /** Of its last week's downloads, from 0 to 1. */
  readonly popularity: number;
}

/** Version 0 or a prerelease: what `is:unstable` asks for. */
export const isUnstable = (version: string): boolean => /^0\.|-/.test(version);
