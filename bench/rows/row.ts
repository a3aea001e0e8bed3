import type { RegistryName } from '../registries/registry.ts';
import type { Target } from './target.ts';

/** What a figure counts. */
export type Unit =
  | 'requests/s'
  | 'versions/s'
  | 'MB/s'
  | 'ms'
  | 's'
  | 'MB'
  | '× tarball'
  | 'requests';

/** A line of the table before anything is measured. */
export interface RowDefinition {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly better: 'more' | 'less';
  readonly target?: Target;
}

/** What was seen of one registry. */
export interface Measurement {
  /** The median of the rounds; NaN when there is none. */
  readonly value: number;
  readonly rounds: readonly number[];
  /** Why it does not count. */
  readonly failure?: string;
  /** What a reader must know beside the figure. */
  readonly note?: string;
  readonly details?: Readonly<Record<string, number | string>>;
}

/** What was seen of each registry that took part. */
export type Measurements = Partial<Record<RegistryName, Measurement>>;

/** A line of the table. */
export interface Row extends RowDefinition {
  readonly measurements: Measurements;
}

/** How many times faster (or smaller) one measurement is than another; undefined when one of them failed. */
export function advantage(
  better: RowDefinition['better'],
  ours: Measurement | undefined,
  theirs: Measurement | undefined,
): number | undefined {
  if (!ours || !theirs || ours.failure || theirs.failure) return undefined;
  return better === 'more' ? ours.value / theirs.value : theirs.value / ours.value;
}

/** A measurement that did not come about. */
export const failed = (failure: string): Measurement => ({
  value: Number.NaN,
  rounds: [],
  failure,
});
