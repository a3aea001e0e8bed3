import { expect, test } from 'vitest';

import type { PackageReport } from '../../cli/importing/package-report.ts';
import { openReports, type Reports } from '../../cli/importing/reports.ts';
import { summaryJson, summaryText } from '../../cli/importing/show.ts';
import { atEnd } from '../at-end.ts';

const reportOf = (name: string, more: Partial<PackageReport> = {}): PackageReport => ({
  name,
  imported: 1,
  present: 0,
  bytes: 1000,
  leftOut: [],
  notes: [],
  unknownOwners: [],
  ...more,
});

const nameOf = (place: number): string => `p${String(place).padStart(3, '0')}`;

/** Of packages at these places, in the order in which they are done. */
async function reportsOf(places: readonly number[], telling?: number): Promise<Reports> {
  const reports = await openReports();
  atEnd(async () => reports.close());
  for (const place of places) {
    const leftOut = place === telling ? [{ version: '1.0.0', reason: 'ümlaut' }] : [];
    await reports.add(place, reportOf(nameOf(place), { leftOut }));
  }
  return reports;
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

const summary = { asked: 70, strangers: [], stopped: false, failure: undefined };

test('a report is in the order of packages, whatever was done first, and some have nothing to tell', async () => {
  const reports = await reportsOf([5, 1, 2, 9], 1);
  const text = await joined(summaryText(summary, reports));
  expect(text.match(/^p\d+/gm)).toEqual(['p001', 'p002', 'p005', 'p009']);
  const { packages, ...rest } = JSON.parse(await joined(summaryJson(summary, reports)));
  expect(packages.map(({ name }: any) => name)).toEqual(['p001', 'p002', 'p005', 'p009']);
  expect(packages[0].leftOut).toEqual([{ version: '1.0.0', reason: 'ümlaut' }]);
  expect(rest).toEqual({ asked: 70, strangers: [], stopped: false });
  expect(reports.totals).toEqual({ packages: 4, imported: 4, present: 0, leftOut: 1, bytes: 4000 });
});

test('a table that has no room for all of them has those first with something to tell', async () => {
  const reports = await reportsOf(
    Array.from({ length: 70 }, (_, place) => place),
    69,
  );
  const text = await joined(summaryText(summary, reports));
  const rows = text.match(/^p\d+/gm) ?? [];
  expect([rows.length, rows[0], rows[1], rows.at(-1)]).toEqual([60, 'p069', 'p000', 'p058']);
  expect(text).toContain('… and 10 packages more');
});

test('a report of nothing is one, too', async () => {
  const reports = await reportsOf([]);
  expect(await joined(summaryText({ ...summary, asked: 0 }, reports))).toBe(
    'imported 0 versions of 0 packages, 0 B, 0 here before, 0 left out\n',
  );
  expect(JSON.parse(await joined(summaryJson({ ...summary, asked: 0 }, reports)))).toEqual({
    packages: [],
    asked: 0,
    strangers: [],
    stopped: false,
  });
});
