import type { RegistryName } from '../registries/registry.ts';
import { advantage, type Measurement, type Row, type Unit } from '../rows/row.ts';

const DECIMALS: readonly (readonly [limit: number, decimals: number])[] = [
  [0.1, 3],
  [10, 2],
  [100, 1],
];

/** A number with about three digits that say something. */
export function number(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  const decimals = DECIMALS.find(([limit]) => Math.abs(value) < limit)?.[1] ?? 0;
  return value.toLocaleString('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** What was seen of a registry, in one cell. */
export function cell(unit: Unit, measurement: Measurement | undefined): string {
  if (!measurement) return '–';
  const { value, failure, note } = measurement;
  if (failure) return `failed: ${failure}`;
  return `${number(value)}${suffix(unit)}${note ? ` (${note})` : ''}`;
}

/** What is counted stands in the title. */
function suffix(unit: Unit): string {
  if (unit === 'requests') return '';
  return unit === 'requests/s' ? '/s' : ` ${unit}`;
}

/** How many times better this registry is than a peer. */
export function ratio(row: Row, peer: RegistryName): string {
  const { pantry, [peer]: theirs } = row.measurements;
  const times = advantage(row.better, pantry, theirs);
  return times === undefined ? '–' : `${number(times)} ×`;
}

/** Whether the target is met. */
export function verdict(row: Row): string {
  const met = row.target?.met(row, row.measurements);
  if (met === undefined) return '–';
  return met ? 'yes' : 'no';
}
