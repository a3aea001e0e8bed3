import type { PackageName } from '#domain/package-name.ts';
import type { Searchable } from '#domain/search/searchable.ts';

/** A package as search knows it: what its latest version says. */
export interface SearchDocument extends Searchable {
  /** The package's rev: an older document never replaces a newer one. */
  readonly rev: number;
}

export interface SearchQuery {
  /** What was typed: words, and qualifiers such as `keywords:cli`, `scope:acme`, `maintainer:alice`. */
  readonly text: string;
  /** How many to pass over, and how many to give. */
  readonly from: number;
  readonly size: number;
  /** Whose private packages may be found: a maintainer's name and more, everybody's or nobody's. */
  readonly sees: 'public' | 'everything' | Sight;
}

/** What private packages somebody sees. */
export interface Sight {
  /** As one of the owners. */
  readonly maintainer: string;
  /** As a member of organizations. */
  readonly scopes?: readonly SeenScope[];
}

/** The private packages of a scope: just these, or all but these. */
export interface SeenScope {
  /** Without the `@`. */
  readonly scope: string;
  readonly all: boolean;
  readonly packages: readonly string[];
}

export interface SearchHit {
  readonly document: SearchDocument;
  readonly score: SearchScore;
}

/** All from 0 to 1, but `text` and `final`, which only compare within one answer. */
export interface SearchScore {
  readonly final: number;
  readonly text: number;
  readonly quality: number;
  readonly popularity: number;
  readonly maintenance: number;
}

export interface SearchResult {
  /** All that match, not only those given; counted up to 10,000, where pages end too. */
  readonly total: number;
  readonly hits: readonly SearchHit[];
}

/** Finds packages by what they say of themselves. Derived from the table, can be built anew. */
export interface SearchIndex {
  save(document: SearchDocument): Promise<void>;
  /** Forgets a package unless it was saved again with a higher rev. */
  remove(name: PackageName, rev: number): Promise<void>;
  search(query: SearchQuery): Promise<SearchResult>;
}
