import { homePath, sitemapPath } from '#web/paths.ts';

/**
 * Search engines find home and packages, by the sitemap, and leave alone what is for clients, for one person, or one of
 * many views of the same. `url`: of the registry; undefined where not everybody may read it.
 */
export function robots(url: string | undefined): string {
  if (url === undefined) return 'User-agent: *\nDisallow: /\n';
  return [
    'User-agent: *',
    `Allow: ${homePath}$`,
    'Allow: /-/web/package/',
    'Allow: /-/web/assets/',
    'Allow: /-/web/sitemap',
    'Disallow: /-/web/package/*?',
    'Disallow: /',
    '',
    `Sitemap: ${new URL(sitemapPath, url).href}`,
    '',
  ].join('\n');
}
