import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Services } from '#store/services.ts';

export interface MissingVersion {
  readonly version: string;
  readonly requests: number;
}

/** Versions of a package that were asked for in vain in a period. */
export async function missingVersions(
  name: PackageName,
  period: DownloadPeriod,
  { missingCounts }: Pick<Services, 'missingCounts'>,
): Promise<readonly MissingVersion[]> {
  const own = `${name}@`;
  return (await missingCounts(period))
    .filter(([spec]) => spec.startsWith(own))
    .map(([spec, requests]) => ({ version: spec.slice(own.length), requests }));
}
