import { sha256 } from '#domain/integrity.ts';

/** What an upstream's documents are kept under: who has another one sees nothing of the last. */
export const upstreamId = (url: string): string =>
  `${new URL(url).hostname}-${sha256(url).slice(0, 12)}`;
