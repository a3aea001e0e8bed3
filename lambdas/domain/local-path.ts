const LONGEST = 2048;

/**
 * Where somebody goes on within this registry, if the text leads nowhere else. Browsers take `//host`, and `\\` for a
 * slash, for another site.
 */
export function localPath(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined || text.length > LONGEST) return undefined;
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return undefined;
  const base = 'http://registry.invalid';
  const url = URL.parse(text, base);
  return url?.origin === base && !url.pathname.startsWith('//') ? text : undefined;
}
