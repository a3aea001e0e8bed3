import type { Bench } from '../harness/bench.ts';
import type { Row, RowDefinition } from './row.ts';

/** Rows that are measured over the same running registries. */
export interface Chapter {
  readonly rows: readonly RowDefinition[];
  /** Measures the wanted ones of its rows; `done` is called with each as it is ready. */
  measure(bench: Bench, wanted: Wanted, done: (row: Row) => void): Promise<void>;
}

/** Whether a row was asked for. */
export type Wanted = (id: string) => boolean;
