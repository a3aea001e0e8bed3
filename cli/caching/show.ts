import { byteSize } from '../byte-size.ts';
import { counted } from '../counted.ts';
import type { CacheStats, Damage, KeptVersion } from './answers.ts';

const HEAD = ['PACKAGE', 'VERSION', 'SIZE', 'FETCHED', 'USED'] as const;
/** Columns of numbers. */
const RIGHT = new Set([2]);

/** Versions as people read them, a line each. */
export function showVersions(versions: readonly KeptVersion[]): string {
  if (versions.length === 0) return 'nothing of that is kept\n';
  return columns([
    HEAD,
    ...versions.map(({ name, version, size, fetchedAt, usedAt }) => [
      name,
      version,
      byteSize(size),
      fetchedAt.slice(0, 10),
      usedAt?.slice(0, 10) ?? 'not kept',
    ]),
  ]);
}

export function showStats(stats: CacheStats): string {
  const { packages, versions, bytes, documents, documentBytes, pins } = stats;
  const { oldest = '-', newest = '-', limit } = stats;
  return columns([
    ['packages', String(packages)],
    ['versions', String(versions)],
    [
      'tarballs',
      limit === undefined ? byteSize(bytes) : `${byteSize(bytes)} of ${byteSize(limit)}`,
    ],
    ['documents', `${documents}, ${byteSize(documentBytes)}`],
    ['pinned', counted(pins, 'version')],
    ['oldest', oldest],
    ['newest', newest],
  ]);
}

export const showDamage = ({ name, version, form }: Damage): string =>
  version === undefined
    ? `the ${form ?? ''} document of ${name} could not be read and is removed`
    : `the tarball of ${name}@${version} was damaged and is removed`;

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return RIGHT.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
