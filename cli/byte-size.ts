const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes as people read them: `812 B`, `12.3 KB`, `85 MB`. */
export function byteSize(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const count = bytes / 1024 ** power;
  return `${Number(count.toFixed(count < 100 ? 1 : 0))} ${UNITS[power] ?? 'B'}`;
}
