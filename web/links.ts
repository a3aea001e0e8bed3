/** What somebody published as a URL, where a page may lead to it: `https:` or `http:`, or nothing. */
export function httpUrl(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 2048) return undefined;
  const url = URL.parse(text);
  const usable = url !== null && /^https?:$/.test(url.protocol) && url.username === '';
  return usable ? url.href : undefined;
}
