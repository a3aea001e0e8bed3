import { encode } from 'uqr';

import { type Markup, markup } from '#web/markup.ts';

/** Light around it, in modules: scanners want four. */
const MARGIN = 4;

/** A text as a picture that authenticators scan; dark on light in every scheme of colours. */
export function qrCode(text: string): Markup {
  const { data, size } = encode(text, { ecc: 'M', border: MARGIN });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return markup`<svg viewBox="0 0 ${size} ${size}" width="240" height="240" role="img" aria-label="QR code of the key, which stands below as text" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}
