import { transformSync } from 'esbuild';
import { readFileSync } from 'node:fs';

import { endpoints } from '#endpoints';
import { isKeptOnAws, queryNames } from '#http/known-query.ts';

const SOURCE = new URL('viewer-request.ts', import.meta.url);

/** CloudFront takes no more of a function, in bytes. */
const LIMIT = 10_240;

interface Settings {
  readonly openToAnyone: boolean;
  readonly knownQuery: readonly string[];
}

/** The query parameters that the routes read whose answers CloudFront may keep. */
export const KNOWN_QUERY: readonly string[] = [
  ...new Set(
    Object.values(endpoints)
      .filter(({ route }) => isKeptOnAws(route))
      .flatMap(({ route }) => queryNames(route)),
  ),
].toSorted();

/** The code of the function that runs before CloudFront's cache, as CloudFront takes it. */
export function viewerRequestCode({ openToAnyone, knownQuery }: Settings): string {
  const { code } = transformSync(readFileSync(SOURCE, 'utf8'), {
    loader: 'ts',
    target: 'es2018',
    define: {
      OPEN_TO_ANYONE: String(openToAnyone),
      KNOWN_QUERY: JSON.stringify(knownQuery.join(' ')),
    },
  });
  const script = code
    // A function of CloudFront's is a script whose handler goes by its name.
    .replace(/^export (?=function)/m, '')
    .replace(/^export \{[^}]*\};?$/m, '');
  if (Buffer.byteLength(script) > LIMIT) throw new Error('CloudFront takes 10 KB of a function');
  return script;
}
