import type { Chapter } from './chapter.ts';
import { largeTarball } from './large-tarball.ts';
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
  starting,
  readers,
  largeTarball,
];
