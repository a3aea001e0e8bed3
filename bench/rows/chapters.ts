import type { Chapter } from './chapter.ts';
import { exchanging } from './exchange.ts';
import { importing } from './import.ts';
import { largeTarball } from './large-tarball.ts';
import { proxyFirstByte } from './proxy-first-byte.ts';
import { proxyInstall } from './proxy-install.ts';
import { proxyMemory } from './proxy-memory.ts';
import { proxyMisses } from './proxy-misses.ts';
import { proxyOffline } from './proxy-offline.ts';
import { proxyReads } from './proxy-reads.ts';
import { publishing } from './publish.ts';
import { readers } from './readers.ts';
import { reads } from './reads.ts';
import { search } from './search.ts';
import { starting } from './start.ts';
import { token } from './token.ts';

/** Everything that is measured, in the order of the report. */
export const chapters: readonly Chapter[] = [
  reads,
  token,
  search,
  publishing,
  exchanging,
  starting,
  readers,
  largeTarball,
  importing,
  proxyInstall,
  proxyOffline,
  proxyReads,
  proxyMisses,
  proxyFirstByte,
  proxyMemory,
];
