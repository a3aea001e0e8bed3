import { oneLine } from './printable.ts';

/** Between two columns. */
const GAP = '  ';

/** Rows in columns, the last of which is cut at the edge; between tabs where no terminal is `width` columns wide. */
export function table(
  rows: readonly (readonly (string | undefined)[])[],
  width: number | undefined,
): string {
  const cells = rows.map((row) => row.map((cell) => oneLine(cell ?? '')));
  if (width === undefined) return cells.map((row) => `${row.join('\t')}\n`).join('');
  const widths = (cells[0] ?? []).map((_, at) =>
    Math.max(...cells.map((row) => row[at]?.length ?? 0)),
  );
  return cells
    .map((row) => {
      const line = row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(GAP);
      return `${cut(line.trimEnd(), width)}\n`;
    })
    .join('');
}

const cut = (line: string, width: number): string =>
  line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line;

/** Facts under a title, a line each; those that nobody stated are left out. */
export function facts(rows: readonly (readonly [string, string | undefined])[]): string {
  const stated = rows.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(0, ...stated.map(([name]) => name.length));
  return stated
    .map(([name, value = '']) => `  ${name.padEnd(width)}${GAP}${oneLine(value)}\n`)
    .join('');
}
