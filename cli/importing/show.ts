import { byteSize } from '../byte-size.ts';
import { counted } from '../counted.ts';
import { printableJson } from '../terminal/printable.ts';
import type { ImportSummary, PackageReport } from './package-report.ts';
import type { Reports } from './reports.ts';

/** Packages that a table has room for: beyond, those with something to tell come first. */
const ROWS = 60;

const HEAD = ['PACKAGE', 'IMPORTED', 'HERE BEFORE', 'LEFT OUT', 'SIZE'] as const;

/** What became of everything, for people, in pieces. */
export async function* summaryText(
  { strangers, stopped, asked }: ImportSummary,
  reports: Reports,
): AsyncGenerator<string> {
  const { totals } = reports;
  const rows = await rowsOf(reports);
  const more = totals.packages - rows.length;
  if (rows.length > 0) yield table([HEAD, ...rows]);
  if (more > 0) yield `… and ${counted(more, 'package')} more: --json names them all\n`;
  for await (const report of reports.all()) yield linesOf(report);
  if (strangers.length > 0) {
    yield `users who have to sign up here, with a password of their own: ${strangers.join(', ')}\n`;
  }
  yield `imported ${counted(totals.imported, 'version')} of ${counted(totals.packages, 'package')}, ${byteSize(totals.bytes)}, ${totals.present} here before, ${totals.leftOut} left out\n`;
  if (stopped) {
    yield `stopped with ${totals.packages} of ${counted(asked, 'package')} begun: run it again for the rest\n`;
  }
}

/** The same for programs: one JSON text. */
export async function* summaryJson(
  { failure, ...summary }: ImportSummary,
  reports: Reports,
): AsyncGenerator<string> {
  const error = failure && { message: failure.message, exitCode: failure.exitCode };
  let before = '{\n  "packages": [';
  for await (const report of reports.all()) {
    yield `${before}\n    ${printableJson(report).replaceAll('\n', '\n    ')}`;
    before = ',';
  }
  const end = before === ',' ? '\n  ]' : `${before}]`;
  yield `${end},${printableJson({ ...summary, error }).slice('{'.length)}\n`;
}

async function rowsOf(reports: Reports): Promise<readonly (readonly string[])[]> {
  const telling: string[][] = [];
  const clean: string[][] = [];
  for await (const report of reports.all()) {
    const rows = isClean(report) ? clean : telling;
    if (rows.length < ROWS) rows.push(cellsOf(report));
    if (telling.length === ROWS) break;
  }
  return [...telling, ...clean].slice(0, ROWS);
}

const isClean = ({ leftOut, notes, unknownOwners }: PackageReport): boolean =>
  leftOut.length + notes.length + unknownOwners.length === 0;

const cellsOf = ({ name, imported, present, leftOut, bytes }: PackageReport): string[] => [
  name,
  String(imported),
  String(present),
  String(leftOut.length),
  byteSize(bytes),
];

function table(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  return `${lines.join('\n')}\n`;
}

function linesOf({ name, leftOut, notes, unknownOwners }: PackageReport): string {
  const lines = [
    ...leftOut.map(
      ({ version, reason }) =>
        `left out: ${version === undefined ? name : `${name}@${version}`}: ${reason}\n`,
    ),
    ...notes.map((note) => `differs: ${name}: ${note}\n`),
    ...(unknownOwners.length > 0
      ? [`no users here: ${unknownOwners.join(', ')}, who own ${name} there\n`]
      : []),
  ];
  return lines.join('');
}
