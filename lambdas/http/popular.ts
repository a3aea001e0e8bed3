import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import { DAYS_BEFORE, growth, thisWeek, TREND_DAYS } from '#domain/downloads/trend.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Principal } from '#domain/principal.ts';
import { forgetting } from '#http/forgetting.ts';
import { findVisiblePackages } from '#http/visible-packages.ts';
import type { Services } from '#store/services.ts';

const DAY = 86_400_000;
/** Candidates that are looked up at once. */
const STEP = 100;

export interface Popular {
  readonly name: PackageName;
  readonly downloads: number;
  /** How many times as many as in the weeks before; 1: as always. */
  readonly growth: number;
}

interface Asked {
  readonly principal: Principal;
  readonly services: Services;
  readonly size: number;
}

/** The packages of this registry that were downloaded most in the last seven days. */
export async function topPackages(asked: Asked): Promise<readonly Popular[]> {
  const candidates = await candidatesOf(asked.services);
  return first(
    candidates.toSorted((a, b) => b.downloads - a.downloads || byName(a, b)),
    asked,
  );
}

/** Those that are downloaded more than in the four weeks before, the steepest first. */
export async function trendingPackages(asked: Asked): Promise<readonly Popular[]> {
  const candidates = await candidatesOf(asked.services);
  const rising = candidates.filter((each) => each.growth > 1);
  return first(
    rising.toSorted((a, b) => b.growth - a.growth || byName(a, b)),
    asked,
  );
}

const byName = (a: Popular, b: Popular): number => (a.name < b.name ? -1 : 1);

/** Milliseconds for which what was read of five weeks is good enough for whoever asks next. */
const REMEMBERED = 60_000;
const summaries = forgetting<readonly Popular[]>();

/** The same for everybody: what each may know of is decided later. */
async function candidatesOf(services: Services): Promise<readonly Popular[]> {
  const candidates = await summaries.remember({
    owner: services.table,
    key: services.now().toISOString().slice(0, 10),
    lifetime: REMEMBERED,
    find: async () => readCandidates(services),
  });
  return candidates ?? [];
}

async function readCandidates({ popularPackages, now }: Services): Promise<readonly Popular[]> {
  const today = now().getTime();
  const daysAgo = (days: number): string => new Date(today - days * DAY).toISOString().slice(0, 10);
  const earlier: DownloadPeriod = {
    start: daysAgo(TREND_DAYS + DAYS_BEFORE - 1),
    end: daysAgo(TREND_DAYS),
  };
  const [week, weeks] = await Promise.all([
    popularPackages(thisWeek(now())),
    popularPackages(earlier),
  ]);
  return [...week].map(([name, downloads]) => ({
    name,
    downloads,
    growth: growth({ now: downloads, before: weeks.get(name) ?? 0 }),
  }));
}

/** The first of them that are of this registry and that the caller may know of. */
async function first(
  ordered: readonly Popular[],
  { principal, services, size }: Asked,
): Promise<readonly Popular[]> {
  const found: Popular[] = [];
  for (let start = 0; start < ordered.length && found.length < size; start += STEP) {
    const some = ordered.slice(start, start + STEP);
    const names = some.map(({ name }) => name);
    const seen = await findVisiblePackages(principal, names, services);
    found.push(...some.filter(({ name }) => seen.has(name)));
  }
  return found.slice(0, size);
}
