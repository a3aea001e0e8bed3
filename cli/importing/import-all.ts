import type { CommandError } from '../command/failure.ts';
import { importPackage, type Importing } from './import-package.ts';
import type { ImportSummary } from './package-report.ts';
import type { Reports } from './reports.ts';

interface All extends Omit<Importing, 'fail'> {
  readonly reports: Reports;
  /** Packages that are worked on at once. */
  readonly concurrency: number;
  /** Told of how many are through, and of how many there are. */
  readonly reached: (count: number, total: number) => void;
}

/** Imports package after package, some at once. */
export async function importAll(given: All): Promise<ImportSummary> {
  const { source, door, reports, concurrency, reached } = given;
  let failure: CommandError | undefined;
  const stopping = (): boolean => failure !== undefined || given.stopping();
  const fail = (error: CommandError): void => {
    failure ??= error;
  };
  const parts = { ...given, stopping, fail };
  const names = await source.names();
  const accounts = await source.accounts();
  const waiting = names.entries();
  let through = 0;
  const work = async (): Promise<void> => {
    for (const [place, name] of waiting) {
      if (stopping()) return;
      const report = await importPackage(name, parts);
      if (report) await reports.add(place, report);
      through += 1;
      reached(through, names.length);
    }
  };
  reached(0, names.length);
  await Promise.all(Array.from({ length: concurrency }, work));
  return {
    asked: names.length,
    strangers: stopping() ? [] : await door.strangers(accounts),
    stopped: stopping(),
    failure,
  };
}
