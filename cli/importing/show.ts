import { byteSize } from '../byte-size.ts';
import { counted } from '../counted.ts';
import type { ImportSummary, PackageReport } from './package-report.ts';

/** Packages that a table has room for: beyond, those with something to tell come first. */
const ROWS = 60;

const HEAD = ['PACKAGE', 'IMPORTED', 'HERE BEFORE', 'LEFT OUT', 'SIZE'] as const;

type Shown = Omit<ImportSummary, 'failure'>;

export const hasFailed = ({ packages, stopped }: Shown): boolean =>
  stopped || packages.some(({ leftOut }) => leftOut.length > 0);

/** What became of everything, for people. */
export function showSummary(summary: Shown): string {
  const { packages, strangers, stopped, asked } = summary;
  const telling = packages.toSorted((a, b) => Number(isClean(a)) - Number(isClean(b)));
  const shown = telling.slice(0, ROWS);
  const more = telling.length - shown.length;
  const lines = [
    ...table(shown),
    ...(more > 0 ? [`… and ${counted(more, 'package')} more: --json names them all`] : []),
    ...packages.flatMap(linesOf),
    ...(strangers.length > 0
      ? [`users who have to sign up here, with a password of their own: ${strangers.join(', ')}`]
      : []),
    totals(summary),
    ...(stopped
      ? [
          `stopped with ${packages.length} of ${counted(asked, 'package')} begun: run it again for the rest`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

const isClean = ({ leftOut, notes, unknownOwners }: PackageReport): boolean =>
  leftOut.length + notes.length + unknownOwners.length === 0;

function table(packages: readonly PackageReport[]): readonly string[] {
  if (packages.length === 0) return [];
  const rows = [
    HEAD,
    ...packages.map(({ name, imported, present, leftOut, bytes }) => [
      name,
      String(imported),
      String(present),
      String(leftOut.length),
      byteSize(bytes),
    ]),
  ];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
}

const linesOf = ({ name, leftOut, notes, unknownOwners }: PackageReport): readonly string[] => [
  ...leftOut.map(
    ({ version, reason }) =>
      `left out: ${version === undefined ? name : `${name}@${version}`}: ${reason}`,
  ),
  ...notes.map((note) => `differs: ${name}: ${note}`),
  ...(unknownOwners.length > 0
    ? [`no users here: ${unknownOwners.join(', ')}, who own ${name} there`]
    : []),
];

function totals({ packages }: Shown): string {
  const sum = (count: (each: PackageReport) => number): number =>
    packages.reduce((total, each) => total + count(each), 0);
  return [
    `imported ${counted(
      sum(({ imported }) => imported),
      'version',
    )} of ${counted(packages.length, 'package')}`,
    byteSize(sum(({ bytes }) => bytes)),
    `${sum(({ present }) => present)} here before`,
    `${sum(({ leftOut }) => leftOut.length)} left out`,
  ].join(', ');
}
