/** How a file's bytes may be shown. */
export type FileKind = 'text' | 'image' | 'binary';

/** Images that browsers draw and that hold nothing else: an SVG may hold scripts. */
const IMAGES: readonly (readonly [type: string, extension: RegExp, begin: RegExp])[] = [
  ['image/png', /\.png$/i, /^\x89PNG\r\n/],
  ['image/jpeg', /\.jpe?g$/i, /^\xff\xd8\xff/],
  ['image/gif', /\.gif$/i, /^GIF8[79]a/],
  ['image/webp', /\.webp$/i, /^RIFF[^]{4}WEBP/],
  ['image/avif', /\.avif$/i, /^[^]{4}ftypavi[fs]/],
];

const LOOKED_AT = 8192;

/** The type of an image by name and content, which have to agree. */
export function imageType(path: string, bytes: Buffer): string | undefined {
  const begin = bytes.subarray(0, 16).toString('latin1');
  return IMAGES.find(([, extension, magic]) => extension.test(path) && magic.test(begin))?.[0];
}

export function fileKind(path: string, bytes: Buffer): FileKind {
  if (imageType(path, bytes) !== undefined) return 'image';
  return isText(bytes) ? 'text' : 'binary';
}

/** Text has no NUL, and at most some characters that are none: old packages have files in Latin-1. */
function isText(bytes: Buffer): boolean {
  const begin = bytes.subarray(0, LOOKED_AT);
  if (bytes.includes(0)) return false;
  // oxlint-disable-next-line no-control-regex -- those are what is looked for
  const odd = begin.toString().match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g);
  return (odd?.length ?? 0) * 10 <= begin.length;
}
