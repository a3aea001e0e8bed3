import path from 'node:path';

/** The repository. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** Where bundles are: one folder a function, with an index.mjs that exports `handler`. */
export const BUNDLES = path.join(ROOT, 'dist/lambdas');
