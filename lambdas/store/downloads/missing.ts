import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { TableReader } from '#store/table.ts';

import { frequentDays } from './frequent-day.ts';

/** How often somebody looked on a day for what is not there, or not for them. */
export interface MissingCount {
  /** The same for the same requests, however often they are delivered. */
  readonly id: string;
  readonly name: PackageName;
  /** Undefined: the package itself. */
  readonly version?: string | undefined;
  /** `2026-11-21`, UTC. */
  readonly day: string;
  readonly times: number;
}

/** By name, or `name@version`: what is missed most. Anybody can ask for any name. */
export const missingDays = frequentDays('missing', 500);

export const specOf = ({ name, version }: Pick<MissingCount, 'name' | 'version'>): string =>
  version === undefined ? name : `${name}@${version}`;

/** What was looked for in vain: a name, or `name@version`, and at least how often; the most frequent first. */
export type MissingCounts = (
  period: DownloadPeriod,
) => Promise<readonly (readonly [spec: string, times: number])[]>;

export const createMissingCounts =
  (table: () => TableReader): MissingCounts =>
  async (period) =>
    [...(await missingDays.sums(table(), period))].toSorted(
      ([a, some], [b, others]) => others - some || (a < b ? -1 : 1),
    );
