import { type Markup, markup } from '#web/markup.ts';

/** What a feed reader shows. All paths are of this registry. */
export interface Feed {
  readonly title: string;
  /** Its own path, and that of the page which shows the same. */
  readonly path: string;
  readonly page: string;
  /** The newest first. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly title: string;
  /** Its page, which is its id too: it never changes. */
  readonly page: string;
  /** ISO date. */
  readonly publishedAt: string;
  readonly author: string;
  readonly summary: string;
}

/** Atom, RFC 4287. `url`: of the registry. */
export function atomFeed({ title, path, page, entries }: Feed, url: string): Markup {
  const at = (where: string): string => new URL(where, url).href;
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${at(path)}</id>
<title>${title}</title>
<updated>${entries[0]?.publishedAt ?? NEVER}</updated>
<link rel="self" type="application/atom+xml" href="${at(path)}"/>
<link rel="alternate" type="text/html" href="${at(page)}"/>
<generator>Pantry</generator>
${entries.map(
  (entry) => markup`<entry>
<id>${at(entry.page)}</id>
<title>${entry.title}</title>
<updated>${entry.publishedAt}</updated>
<published>${entry.publishedAt}</published>
<author><name>${entry.author}</name></author>
<link rel="alternate" type="text/html" href="${at(entry.page)}"/>
<summary>${entry.summary}</summary>
</entry>
`,
)}</feed>
`;
}

/** A feed has to say when it last changed, also one that has nothing. */
const NEVER = '1970-01-01T00:00:00.000Z';
