import type * as v from 'valibot';

import type { CacheStats, KeptPage, Removal, Verification } from './answers.ts';

/** What is meant of a cache. */
export interface Target {
  /** A name, a scope, or either with stars. */
  readonly pattern: string;
  /** Undefined: all. */
  readonly version: string | undefined;
}

export interface Removing extends Target {
  /** Whether it is forgotten too what the versions have to be. */
  readonly forget: boolean;
}

type Answer<S extends v.GenericSchema> = Promise<v.InferOutput<S>>;

/** Where a cache is looked after: in a folder, or at a registry that runs. Pages go on after `next`. */
export interface CacheDoor {
  list(pattern: string | undefined, after: string | undefined): Answer<typeof KeptPage>;
  remove(what: Removing, after: string | undefined): Answer<typeof Removal>;
  stats(): Promise<CacheStats>;
  verify(after: string | undefined): Answer<typeof Verification>;
  close(): Promise<void>;
}

/** All pages of what comes in pages. */
export async function pagesOf<T extends { readonly next?: string | undefined }>(
  ask: (after: string | undefined) => Promise<T>,
): Promise<readonly T[]> {
  const pages: T[] = [];
  let after: string | undefined;
  do {
    const page = await ask(after);
    pages.push(page);
    after = page.next;
  } while (after !== undefined);
  return pages;
}
