import { type DownloadPeriod, daysOf, parseDownloadPeriod } from '#domain/download-period.ts';
import { notSupported } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Services } from '#store/services.ts';

interface Asked {
  readonly params: { readonly package: PackageName; readonly period: string };
  readonly services: Services;
}

interface Downloads extends DownloadPeriod {
  readonly package: PackageName;
  readonly days: readonly { readonly downloads: number; readonly day: string }[];
}

/** Downloads of a package on each day of a period. */
export async function downloadsOf({ params, services }: Asked): Promise<Downloads> {
  const { downloadCounts, now } = services;
  if (!downloadCounts) throw notSupported('this registry does not count downloads');
  const period = parseDownloadPeriod(params.period, now());
  const counts = await downloadCounts(params.package, period);
  const days = daysOf(period).map((day) => ({ downloads: counts.get(day) ?? 0, day }));
  return { ...period, package: params.package, days };
}
