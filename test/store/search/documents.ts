import { onTestFinished } from 'vitest';

import type { PackageName } from '#domain/package-name.ts';
import type { SearchDocument, SearchIndex, SearchQuery } from '#store/search-index.ts';
import {
  type EmbeddedSearchIndex,
  openSearchIndex,
  type SearchIndexOptions,
} from '#store/search/search-index.ts';

export type Sketch = Partial<Omit<SearchDocument, 'name' | 'maintainers'>> & {
  readonly name: string;
  readonly maintainers?: readonly string[];
};

const person = (name: string) => ({ name, email: `${name}@example.org` });

/** A package with what the test does not care about filled in, the same for all. */
export const documentOf = ({ maintainers = ['alice'], ...sketch }: Sketch): SearchDocument => ({
  rev: 1,
  version: '1.0.0',
  description: '',
  keywords: [],
  publishedAt: '2026-01-01T00:00:00.000Z',
  publisher: person('alice'),
  links: {},
  license: 'MIT',
  visibility: 'public',
  deprecated: false,
  popularity: 0,
  ...sketch,
  name: sketch.name as PackageName,
  maintainers: maintainers.map(person),
});

type Options = Pick<SearchIndexOptions, 'now'>;
type Open = (options: Options) => SearchIndex;

/** An index in a file or in memory, closed at the test's end. */
export function openEmbedded(options: Partial<SearchIndexOptions> = {}): EmbeddedSearchIndex {
  const index = openSearchIndex({ file: ':memory:', ...options });
  onTestFinished(() => index.close());
  return index;
}

let open: Open = openEmbedded;

/** Has the tests of this file run against another make of index. */
export function useIndex(other: Open): void {
  open = other;
}

/** An open index with those packages. */
export async function indexOf(
  packages: readonly (Sketch | string)[],
  options: Options = {},
): Promise<SearchIndex> {
  return filled(open(options), packages);
}

/** The index, once it has those packages. */
export async function filled<Index extends SearchIndex>(
  index: Index,
  packages: readonly (Sketch | string)[],
): Promise<Index> {
  const sketches = packages.map((one) => (typeof one === 'string' ? { name: one } : one));
  await Promise.all(sketches.map((sketch) => index.save(documentOf(sketch))));
  return index;
}

export type Asked = Partial<Omit<SearchQuery, 'text'>>;

/** Names found, in their order. */
export async function namesFor(
  index: Pick<SearchIndex, 'search'>,
  text: string,
  asked: Asked = {},
): Promise<readonly string[]> {
  const { hits } = await index.search({ text, from: 0, size: 50, sees: 'public', ...asked });
  return hits.map(({ document }) => document.name);
}

export const removeName = (
  index: Pick<SearchIndex, 'remove'>,
  name: string,
  rev: number,
): Promise<void> => index.remove(name as PackageName, rev);

/** How many packages it knows. */
export async function sizeOf(index: Pick<SearchIndex, 'search'>): Promise<number> {
  return (await index.search({ text: '', from: 0, size: 1, sees: 'everything' })).total;
}
