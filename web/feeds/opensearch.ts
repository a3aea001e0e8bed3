import { assetPath, ICON } from '#web/assets.ts';
import { type Markup, markup } from '#web/markup.ts';
import { searchPath } from '#web/paths.ts';

/** Tells browsers how to search here from their address bar. `url`: of the registry. */
export function openSearch(url: string): Markup {
  const { host } = new URL(url);
  const at = (path: string): string => new URL(path, url).href;
  return markup`<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>${host.slice(0, 16)}</ShortName>
<LongName>${host.slice(0, 48)}</LongName>
<Description>Packages of ${host}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image type="image/svg+xml">${at(assetPath(ICON))}</Image>
<Url type="text/html" method="get" template="${at(searchPath())}?q={searchTerms}"/>
</OpenSearchDescription>
`;
}
