import type { PackageName } from '#domain/package-name.ts';
import { cataloguePackage } from '#store/catalogue/catalogue-package.ts';
import { listChanges } from '#store/changes.ts';
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

async function repairSome(
  services: Services,
  names: readonly PackageName[],
  before: RepairReport,
): Promise<RepairReport> {
  const repaired = await Promise.all(names.map(async (name) => repair(services, name)));
  return {
    checked: before.checked + names.length,
    repaired: before.repaired + repaired.filter(Boolean).length,
  };
}

async function repair(services: Services, name: PackageName): Promise<boolean> {
  const repaired = await repairDocuments(services, name);
  await indexPackage(services, name);
  await cataloguePackage(services, name);
  await services.packageRepaired?.(name, repaired ? 'repaired' : 'right');
  return repaired;
}
