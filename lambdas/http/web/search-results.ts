import { thisWeek } from '#domain/downloads/trend.ts';
import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Found } from '#http/search-all.ts';
import type { SearchHit } from '#store/search-index.ts';
import type { Services } from '#store/services.ts';
import type { Result } from '#web/search/result-item.ts';

type Weekly = ReadonlyMap<PackageName, number>;

/** Downloads of today and the six days before, as home has it, of the packages that were found. */
export async function weeklyOf(
  hits: readonly SearchHit[],
  { downloadTotals, now }: Pick<Services, 'downloadTotals' | 'now'>,
): Promise<Weekly> {
  const period = thisWeek(now());
  const counts = hits.map(async ({ document: { name } }) => {
    const days = await downloadTotals(name, period);
    return [name, days.values().reduce((sum, count) => sum + count, 0)] as const;
  });
  return new Map(await Promise.all(counts));
}

/** What was found as the page shows it, in the order of the search: the very name first. */
export function resultsOf(
  { hits, behind }: Found,
  weekly: Weekly,
  text: string,
): readonly Result[] {
  const wanted = text.toLowerCase();
  const own = hits.map((hit) => ownResult(hit, weekly));
  const theirs = behind.map(({ package: pkg }) => upstreamResult(isJsonObject(pkg) ? pkg : {}));
  return [...own, ...theirs].map((result) => ({
    ...result,
    exact: result.name.toLowerCase() === wanted,
  }));
}

type Shown = Omit<Result, 'exact'>;

function ownResult({ document }: SearchHit, weekly: Weekly): Shown {
  const { name, version, description, publishedAt, publisher, keywords, license } = document;
  return {
    name,
    version,
    description: description.slice(0, DESCRIPTION),
    publishedAt,
    publisher: publisher.name,
    keywords,
    license,
    weekly: weekly.get(name) ?? 0,
    deprecated: document.deprecated,
    isPrivate: document.visibility === 'private',
    isUpstream: false,
  };
}

/** Characters of a description. */
const DESCRIPTION = 500;

/** What another registry says may be anything. */
function upstreamResult(pkg: Json): Shown {
  const { name, version, description, date, publisher, keywords, license } = pkg;
  return {
    name: text(name),
    version: text(version),
    description: text(description, DESCRIPTION),
    publishedAt: text(date),
    publisher: isJsonObject(publisher) ? text(publisher['username']) : '',
    keywords: Array.isArray(keywords) ? keywords.map((word) => text(word)).filter(Boolean) : [],
    license: text(license),
    deprecated: false,
    isPrivate: false,
    isUpstream: true,
  };
}

const text = (value: unknown, length = 214): string =>
  typeof value === 'string' ? value.slice(0, length) : '';
