import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('assets/', import.meta.url);

// Not TypeScript: the first build of all runs on whatever Node there is.
export const embeddedAssets = () => ({
  EMBEDDED_ASSETS: JSON.stringify(
    Object.fromEntries(
      readdirSync(FOLDER).map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]),
    ),
  ),
});
