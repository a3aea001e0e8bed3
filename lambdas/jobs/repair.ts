import { RegistryError } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import { logError } from '#http/log.ts';
import { prepareReadme } from '#http/web/readme.ts';
import { cataloguePackage } from '#store/catalogue/catalogue-package.ts';
import { listChanges } from '#store/changes.ts';
import { isPassingFailure } from '#store/failure.ts';
import { listPackages } from '#store/packages.ts';
import { repairDocuments } from '#store/packuments.ts';
import { indexPackage } from '#store/search-document.ts';
import type { Services } from '#store/services.ts';

export interface RepairReport {
  readonly checked: number;
  readonly repaired: number;
}

const NOTHING: RepairReport = { checked: 0, repaired: 0 };

/** Packages that are worked on together: reads overlap and index writes share their commits. */
const AT_ONCE = 64;

/** Brings everything that is derived from packages in line with the table: all of them, or some shards. */
export async function repairAll(
  services: Services,
  shards?: readonly number[],
): Promise<RepairReport> {
  let report = NOTHING;
  let batch: PackageName[] = [];
  for await (const { name } of listPackages(services.table, shards)) {
    batch.push(name);
    if (batch.length < AT_ONCE) continue;
    report = await repairSome(services, batch, report);
    batch = [];
  }
  return repairSome(services, batch, report);
}

/** The same for the packages that changed since then, which is all that a crash can have left behind. */
export async function repairChanged(services: Services, since: Date): Promise<RepairReport> {
  const names = new Set<PackageName>();
  for await (const { name } of listChanges(services.table, since, services.now())) names.add(name);
  return repairPackages(services, [...names]);
}

/** The same for the packages of these names. */
export async function repairPackages(
  services: Services,
  names: readonly PackageName[],
): Promise<RepairReport> {
  let report = NOTHING;
  for (const batch of chunks(names, AT_ONCE)) {
    report = await repairSome(services, batch, report);
  }
  return report;
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

/** One package that can't be repaired keeps no other from it. Throws what a repetition may mend, when all are through. */
async function repairSome(
  services: Services,
  names: readonly PackageName[],
  before: RepairReport,
): Promise<RepairReport> {
  const failures: unknown[] = [];
  const attempt = async (name: PackageName): Promise<boolean> => {
    try {
      return await repair(services, name);
    } catch (error) {
      logError('what is derived from a package could not be repaired', error, { package: name });
      failures.push(error);
      return false;
    }
  };
  const repaired = await Promise.all(names.map(attempt));
  const passing = failures.find(mayPass);
  if (passing !== undefined) throw passing;
  return {
    checked: before.checked + names.length,
    repaired: before.repaired + repaired.filter(Boolean).length,
  };
}

async function repair(services: Services, name: PackageName): Promise<boolean> {
  const repaired = await repairDocuments(services, name);
  // What must not be seen any more goes first: search and lists may fail, and follow later.
  await services.packageRepaired?.(name, repaired ? 'repaired' : 'right');
  await indexPackage(services, name);
  await cataloguePackage(services, name);
  await prepareReadme(services, name);
  return repaired;
}

const mayPass = (error: unknown): boolean =>
  isPassingFailure(error) || (error instanceof RegistryError && error.code === 'unavailable');
