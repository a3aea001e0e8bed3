import { endpoints } from '#endpoints';
import { isKeptOnAws, queryNames } from '#http/known-query.ts';

const KEPT = Object.values(endpoints)
  .map(({ route }) => route)
  .filter(isKeptOnAws);

/** What CloudFront keeps below `/-/`, by its patterns of paths: badges, feeds, what pages are made of. */
export const KEPT_PATHS: readonly string[] = [
  ...new Set(
    KEPT.filter(({ path }) => path.startsWith('/-/')).map(({ path }) => path.replace(/\{.*$/, '*')),
  ),
].toSorted();

/** The query parameters that the routes read whose answers CloudFront may keep. */
export const KNOWN_QUERY: readonly string[] = [...new Set(KEPT.flatMap(queryNames))].toSorted();
