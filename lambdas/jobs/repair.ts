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

/** Packages that are worked on together: reads overlap and index writes share their commits. */
const AT_ONCE = 64;

/** Names that the message of a RepairError tells; the log has all. */
const TOLD = 10;

/** Some packages could not be repaired, and no repetition may mend that; all others were. */
export class RepairError extends Error {
  override readonly name = 'RepairError';
  /** The packages, in the order in which they were come to. */
  readonly packages: readonly PackageName[];

  constructor(packages: readonly PackageName[], checked: number) {
    const told = packages.slice(0, TOLD).join(', ') + (packages.length > TOLD ? ', …' : '');
    super(`${packages.length} of ${checked} packages could not be repaired, see the log: ${told}`);
    this.packages = packages;
  }
}

/**
 * Brings everything that is derived from packages in line with the table: all of them, or some shards.
 * Throws what a repetition may mend as soon as it happens, and RepairError when all are through.
 */
export async function repairAll(
  services: Services,
  shards?: readonly number[],
): Promise<RepairReport> {
  return repairBatches(services, batches(listPackages(services.table, shards)));
}

async function* batches(
  packages: AsyncIterable<{ readonly name: PackageName }>,
): AsyncGenerator<readonly PackageName[]> {
  let batch: PackageName[] = [];
  for await (const { name } of packages) {
    batch.push(name);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
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
  return repairBatches(services, chunks(names, AT_ONCE));
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

async function repairBatches(
  services: Services,
  work: AsyncIterable<readonly PackageName[]> | Iterable<readonly PackageName[]>,
): Promise<RepairReport> {
  let [checked, repaired] = [0, 0];
  const failed: PackageName[] = [];
  for await (const names of work) {
    const outcomes = await repairBatch(services, names);
    checked += names.length;
    repaired += outcomes.filter((outcome) => outcome === true).length;
    failed.push(...names.filter((_, at) => outcomes[at] === 'failed'));
  }
  if (failed.length > 0) throw new RepairError(failed, checked);
  return { checked, repaired };
}

/** Of each package whether it was repaired. Throws what a repetition may mend, when all are through. */
async function repairBatch(
  services: Services,
  names: readonly PackageName[],
): Promise<readonly (boolean | 'failed')[]> {
  const failures: unknown[] = [];
  const attempt = async (name: PackageName): Promise<boolean | 'failed'> => {
    try {
      return await repair(services, name);
    } catch (error) {
      logError('what is derived from a package could not be repaired', error, { package: name });
      failures.push(error);
      return 'failed';
    }
  };
  const outcomes = await Promise.all(names.map(attempt));
  const passing = failures.find(mayPass);
  if (passing !== undefined) throw passing;
  return outcomes;
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
