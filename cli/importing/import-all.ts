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
  let broken = false;
  const stopping = (): boolean => broken || failure !== undefined || given.stopping();
  const fail = (error: CommandError): void => {
    failure ??= error;
  };
  const parts = { ...given, stopping, fail };
  const names = await source.names();
  const accounts = await source.accounts();
  const waiting = names.entries();
  let through = 0;
  const bring = async (place: number, name: string): Promise<void> => {
    try {
      const report = await importPackage(name, parts);
      if (report) await reports.add(place, report);
    } catch (error) {
      broken = true;
      throw error;
    }
  };
  const work = async (): Promise<void> => {
    for (const [place, name] of waiting) {
      if (stopping()) return;
      await bring(place, name);
      through += 1;
      reached(through, names.length);
    }
  };
  reached(0, names.length);
  // The others finish what they are at before anything is closed.
  const lines = await Promise.allSettled(Array.from({ length: concurrency }, work));
  const thrown = lines.find((line) => line.status === 'rejected');
  if (thrown) throw thrown.reason;
  return {
    asked: names.length,
    strangers: stopping() ? [] : await door.strangers(accounts),
    stopped: stopping(),
    failure,
  };
}
