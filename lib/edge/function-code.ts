import { transformSync } from 'esbuild';
import { readFileSync } from 'node:fs';

import { KEPT_PATHS, KNOWN_QUERY } from './kept-paths.ts';

const SOURCE = new URL('viewer-request.ts', import.meta.url);

/** CloudFront takes no more of a function, in bytes. */
const LIMIT = 10_240;

interface Settings {
  readonly openToAnyone: boolean;
}

/** The code of the function that runs before CloudFront's cache, as CloudFront takes it. */
export function viewerRequestCode({ openToAnyone }: Settings): string {
  const { code } = transformSync(readFileSync(SOURCE, 'utf8'), {
    loader: 'ts',
    target: 'es2018',
    define: {
      OPEN_TO_ANYONE: String(openToAnyone),
      KNOWN_QUERY: JSON.stringify(KNOWN_QUERY.join(' ')),
      KEPT_PATHS: JSON.stringify(KEPT_PATHS.join(' ')),
    },
  });
  const script = code
    // A function of CloudFront's is a script whose handler goes by its name.
    .replace(/^export (?=function)/m, '')
    .replace(/^export \{[^}]*\};?$/m, '');
  if (Buffer.byteLength(script) > LIMIT) throw new Error('CloudFront takes 10 KB of a function');
  return script;
}
