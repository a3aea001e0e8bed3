/** The decoded segments of a request path, a scoped name being one segment however it was spelled. */
export type Segments = readonly string[];

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const FORBIDDEN = /[\u0000-\u001f\u007f\\]/;

/**
 * One reading for every spelling that clients send. `/@s%2fn`, `/@s%2Fn`, `/%40s%2fn` and `/@s/n` are
 * `['@s/n']`; `/@s/n/-/n-1.0.0.tgz` and `/@s%2fn/-/n-1.0.0.tgz` are `['@s/n', '-', 'n-1.0.0.tgz']`.
 * Undefined for what no client means: broken escapes, control characters, empty or dot segments.
 */
export function parseRequestPath(rawPath: string): Segments | undefined {
  if (rawPath === '/') return [];
  if (!rawPath.startsWith('/') || rawPath.length > 4096) return undefined;
  const trimmed = rawPath.endsWith('/') ? rawPath.slice(1, -1) : rawPath.slice(1);
  const decoded = trimmed.split('/').map(decodeSegment);
  const whole = decoded.filter((segment) => segment !== undefined);
  return whole.length === decoded.length ? joinScopes(whole) : undefined;
}

function decodeSegment(segment: string): string | undefined {
  try {
    const text = decodeURIComponent(segment);
    const usable = text !== '' && text !== '.' && text !== '..' && !FORBIDDEN.test(text);
    return usable ? text : undefined;
  } catch {
    return undefined;
  }
}

function joinScopes(segments: readonly string[]): Segments {
  const joined: string[] = [];
  for (const segment of segments) {
    const before = joined.at(-1);
    if (before !== undefined && isBareScope(before)) joined.splice(-1, 1, `${before}/${segment}`);
    else joined.push(segment);
  }
  return joined;
}

const isBareScope = (segment: string): boolean =>
  segment.startsWith('@') && segment.length > 1 && !segment.includes('/');

/** The path that all spellings of these segments share. */
export const canonicalPath = (segments: Segments): string =>
  `/${segments.map((segment) => encodeURIComponent(segment).replaceAll('%40', '@')).join('/')}`;
