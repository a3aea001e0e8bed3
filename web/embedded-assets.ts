import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('assets/', import.meta.url);

/** What esbuild puts in place of EMBEDDED_ASSETS: a bundle reads no files beside it. */
export const embeddedAssets = (): { readonly EMBEDDED_ASSETS: string } => ({
  EMBEDDED_ASSETS: JSON.stringify(
    Object.fromEntries(
      readdirSync(FOLDER).map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]),
    ),
  ),
});
