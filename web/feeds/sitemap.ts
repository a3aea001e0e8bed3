import { type Markup, markup } from '#web/markup.ts';
import { packagePath, sitemapPartPath } from '#web/paths.ts';

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Names the parts that have packages. `url`: of the registry. */
export const sitemapIndex = (
  parts: readonly number[],
  url: string,
): Markup => markup`<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="${NAMESPACE}">
${parts.map((part) => markup`<sitemap><loc>${new URL(sitemapPartPath(part), url).href}</loc></sitemap>\n`)}</sitemapindex>
`;

/** A package that search engines may know of. */
export interface Listed {
  readonly name: string;
  /** ISO date. */
  readonly modifiedAt: string;
}

export const sitemap = (
  packages: readonly Listed[],
  url: string,
): Markup => markup`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="${NAMESPACE}">
${packages.map(({ name, modifiedAt }) => markup`<url><loc>${new URL(packagePath(name), url).href}</loc><lastmod>${modifiedAt}</lastmod></url>\n`)}</urlset>
`;
