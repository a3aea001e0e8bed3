import type { Registry } from '../registries/registry.ts';
import type { Row } from '../rows/row.ts';
import { cell, number, ratio, verdict } from './format.ts';

/** Cells, the first line being the heading. */
export type Table = readonly (readonly string[])[];

/** The figures, the ratios and the targets. */
export function summaryTable(rows: readonly Row[], registries: readonly Registry[]): Table {
  const peers = registries.filter(({ name }) => name !== 'pantry');
  const ours = peers.length < registries.length;
  const heading = [
    'what',
    ...registries.map(({ title }) => title),
    ...(ours ? peers.map(({ title }) => `over ${title}`) : []),
    'target',
    'met',
  ];
  const lines = rows.map((row) => [
    row.title,
    ...registries.map(({ name }) => cell(row.unit, row.measurements[name])),
    ...(ours ? peers.map(({ name }) => ratio(row, name)) : []),
    row.target?.text ?? '–',
    verdict(row),
  ]);
  return [heading, ...lines];
}

const COLUMNS = [
  'p50 ms',
  'p99 ms',
  'CPU ms',
  'body bytes',
  'uncompressed bytes',
  'others %',
] as const;

/** Latency, processor time and size of the answers, for those rows that have them. */
export function detailTable(rows: readonly Row[], registries: readonly Registry[]): Table {
  const lines = rows.flatMap((row) =>
    registries.flatMap(({ name, title }) => {
      const details = row.measurements[name]?.details;
      if (details?.['CPU ms'] === undefined || row.measurements[name]?.failure) return [];
      const cells = COLUMNS.map((column) => detail(details[column]));
      return [[row.title, title, ...cells]];
    }),
  );
  return [['what', 'registry', ...COLUMNS], ...lines];
}

const detail = (value: number | string | undefined): string =>
  typeof value === 'number' ? number(value) : (value ?? '–');

/** A table in Markdown, as the formatter would write it; nothing of an empty one. */
export function markdown(table: Table): string {
  const [heading = [], ...lines] = table;
  if (lines.length === 0) return '';
  const widths = heading.map((_, column) =>
    Math.max(3, ...table.map((line) => line[column]?.length ?? 0)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  return [heading, rule, ...lines]
    .map(
      (line) => `| ${line.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`,
    )
    .join('\n');
}
