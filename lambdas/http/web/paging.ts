import * as v from 'valibot';

/** The number of a page in a query, from 1 on. */
export const PageNumber = v.optional(
  v.pipe(
    v.string(),
    v.regex(/^[1-9]\d{0,4}$/, 'must be the number of a page, from 1 on'),
    v.transform(Number),
  ),
  '1',
);

/** What a form has done, by a word that its page knows. */
export const Done = v.optional(v.string());

interface Paged<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly pages: number;
}

/** One page of a list; the last where it has not as many. */
export function pageOf<T>(all: readonly T[], wanted: number, size: number): Paged<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(wanted, pages);
  return { items: all.slice((page - 1) * size, page * size), page, pages };
}
