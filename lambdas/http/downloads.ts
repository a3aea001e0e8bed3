import {
  type DownloadPeriod,
  daysOf,
  parseDownloadPeriod,
} from '#domain/downloads/download-period.ts';
import { invalid, notFound } from '#domain/errors.ts';
import { asPackageName, type PackageName } from '#domain/package-name.ts';
import type { Principal } from '#domain/principal.ts';
import { readable } from '#http/decide.ts';
import { type CountedDay, NOTHING_COUNTED } from '#store/downloads/download-counts.ts';
import { findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

/** Names of one request, as the public npm registry has it. */
const MOST = 128;

interface Asked {
  readonly params: { readonly packages: string; readonly period: string };
  readonly principal: Principal;
  readonly services: Services;
}

/** Downloads of a package, or of all that anyone counts, in a period. */
export interface Downloads extends DownloadPeriod {
  readonly package: PackageName;
  /** Each day of the period, in order. */
  readonly days: readonly (CountedDay & { readonly day: string })[];
}

/**
 * Answers as the public npm registry does: of one name its downloads, or 404; of several with commas between
 * them an object by name, with null for those that can't be told.
 */
export async function tellDownloads<T>(
  asked: Asked,
  tell: (downloads: Downloads) => T,
): Promise<T | Readonly<Record<string, T | null>>> {
  const { params } = asked;
  const names = params.packages.split(',');
  if (names.length > MOST) throw invalid(`ask for up to ${MOST} packages at once`);
  const found = await downloadsOf(
    asked,
    names.flatMap((name) => asPackageName(name) ?? []),
  );
  const told = names.map((name) => {
    const downloads = found.find((each) => each.package === name);
    return [name, downloads ? tell(downloads) : null] as const;
  });
  const [[name, only] = ['', null]] = told;
  if (names.length > 1) return Object.fromEntries(told);
  if (only === null) throw notFound(`package "${name}"`);
  return only;
}

/** Of those that the caller may know of: packages that are here, and what was fetched from upstreams. */
async function downloadsOf(
  { params, principal, services }: Asked,
  names: readonly PackageName[],
): Promise<readonly Downloads[]> {
  const { table, downloadCounts, now } = services;
  const period = parseDownloadPeriod(params.period, now());
  const packages = await findPackages(table, names);
  const here = names.flatMap((name) => {
    const pkg = packages.get(name);
    return pkg ? [{ name, pkg }] : [];
  });
  const seen = await readable(principal, here, services);
  const told = await Promise.all(
    names.map(async (name) => {
      if (packages.has(name) && !seen.has(name)) return undefined;
      const counts = await downloadCounts(name, period);
      if (!packages.has(name) && counts.size === 0) return undefined;
      const days = daysOf(period).map((day) => ({ ...(counts.get(day) ?? NOTHING_COUNTED), day }));
      return { ...period, package: name, days };
    }),
  );
  return told.filter((each) => each !== undefined);
}

export const totalOf = (days: readonly { readonly total: number }[]): number =>
  days.reduce((sum, { total }) => sum + total, 0);
