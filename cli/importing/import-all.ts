import type { CommandError } from '../command/failure.ts';
import { importPackage, type Importing } from './import-package.ts';
import type { ImportSummary, PackageReport } from './package-report.ts';

interface All extends Omit<Importing, 'fail'> {
  /** Packages that are worked on at once. */
  readonly concurrency: number;
  /** Told of how many are through, and of how many there are. */
  readonly reached: (count: number, total: number) => void;
}

/** Imports package after package, some at once. */
export async function importAll(given: All): Promise<ImportSummary> {
  const { source, door, concurrency, reached } = given;
  let failure: CommandError | undefined;
  const stopping = (): boolean => failure !== undefined || given.stopping();
  const fail = (error: CommandError): void => {
    failure ??= error;
  };
  const parts = { ...given, stopping, fail };
  const names = await source.names();
  const accounts = await source.accounts();
  const waiting = names.values();
  const packages: PackageReport[] = [];
  let through = 0;
  const work = async (): Promise<void> => {
    for (const name of waiting) {
      if (stopping()) return;
      const report = await importPackage(name, parts);
      if (report) packages.push(report);
      through += 1;
      reached(through, names.length);
    }
  };
  reached(0, names.length);
  await Promise.all(Array.from({ length: concurrency }, work));
  return {
    packages: packages.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    asked: names.length,
    strangers: stopping() ? [] : await door.strangers(accounts),
    stopped: stopping(),
    failure,
  };
}
