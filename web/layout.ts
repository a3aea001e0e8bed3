import { assetPath, ICON, SCRIPT, STYLE } from '#web/assets.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { accountPath, feedPath, homePath, openSearchPath } from '#web/paths.ts';
import { searchForm } from '#web/search/search-form.ts';

/** One page of the UI, without what all of them share. */
export interface Page {
  /** What it is about; the registry's name comes behind it. */
  readonly title: string;
  /** For link previews and search engines; absent on pages of one person. */
  readonly description?: string;
  /** Its own path, where it may be found and linked to; without it, search engines are told to stay away. */
  readonly canonical?: string;
  /** A feed of what it shows. */
  readonly feed?: { readonly path: string; readonly title: string };
  /** What stands in the search field; `elsewhere`: the content has a field of its own, with that in it. */
  readonly searched?: string;
  readonly search?: 'elsewhere';
  readonly content: Content;
}

/** What a page has to know of the registry that shows it. */
export interface Site {
  /** Scheme and host, and path where there is one. */
  readonly url: string;
}

/** The whole document. */
export function layout(page: Page, site: Site): Markup {
  const { host } = new URL(site.url);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title === host ? host : `${page.title} · ${host}`}</title>
${preview(page, site)}
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${assetPath(ICON)}" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath(STYLE)}">
<link rel="search" href="${openSearchPath}" type="application/opensearchdescription+xml" title="${host}">
${page.feed && markup`<link rel="alternate" href="${page.feed.path}" type="application/atom+xml" title="${page.feed.title}">`}
<script type="module" src="${assetPath(SCRIPT)}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="${homePath}">${host}</a>
${page.search !== 'elsewhere' && searchForm(page.searched)}
<nav aria-label="Registry"><a href="${accountPath}" data-account>Account</a></nav>
</header>
<main id="main">
${page.content}
</main>
<footer class="bottom">
<p>${host} runs on Pantry. <a href="${feedPath}">Newest packages as a feed</a></p>
</footer>
</body>
</html>
`;
}

/**
 * For those who show links: Open Graph, which chat programs and networks read. There is no image: most of them show
 * no SVG, and pictures of other kinds would have to be drawn for every package.
 */
function preview({ title, description, canonical }: Page, { url }: Site): Markup {
  if (canonical === undefined) return markup`<meta name="robots" content="noindex">`;
  const address = new URL(canonical, url).href;
  return markup`<link rel="canonical" href="${address}">
${description !== undefined && description !== '' && markup`<meta name="description" content="${description}"><meta property="og:description" content="${description}">`}
<meta property="og:site_name" content="${new URL(url).host}"><meta name="twitter:card" content="summary">
<meta property="og:type" content="website"><meta property="og:title" content="${title}"><meta property="og:url" content="${address}">`;
}
