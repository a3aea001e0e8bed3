const UNITS = ['kB', 'MB', 'GB'] as const;

/** A number of bytes as people read it: `512 B`, `1.5 kB`. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length);
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power - 1]}`;
}

/** A number with its groups: `12,345`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** `1 file`, `2 files`. */
export const counted = (count: number, one: string): string =>
  `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;
