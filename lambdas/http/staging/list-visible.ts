import { asPackageName, type PackageName } from '#domain/package-name.ts';
import type { Publisher } from '#domain/principal.ts';
import { entrySummary, type StagedSummary } from '#domain/staging/staged-version.ts';
import { type StagingArea, waiting } from '#domain/staging/staging-area.ts';
import { seesStaged } from '#http/staging/find-visible.ts';
import { findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { findStagingArea, listStagingAreas } from '#store/staging.ts';

type Stores = Pick<Services, 'table' | 'policy' | 'now'>;

/** What waits of a package, or of all that the principal may know of, oldest first. */
export async function listVisible(
  stores: Stores,
  principal: Publisher,
  spec: string | undefined,
): Promise<readonly StagedSummary[]> {
  const areas = await findAreas(stores, principal, spec);
  const packages = await findPackages(
    stores.table,
    areas.map(({ name }) => name),
  );
  const visible: StagingArea[] = [];
  for (const area of areas) {
    const { name } = area;
    const holding = { name, pkg: packages.get(name), area };
    if (await seesStaged(holding, principal, stores)) visible.push(area);
  }
  return visible
    .flatMap((area) => waiting(area, stores.now()).map((entry) => ({ area, entry })))
    .toSorted((a, b) => order(a.entry, b.entry))
    .map(({ area, entry }) => entrySummary(area.name, entry));
}

const order = (a: Ordered, b: Ordered): number =>
  a.createdAt === b.createdAt ? compare(a.id, b.id) : compare(a.createdAt, b.createdAt);

interface Ordered {
  readonly createdAt: string;
  readonly id: string;
}

const compare = (a: string, b: string): number => (a < b ? -1 : 1);

async function findAreas(
  { table }: Stores,
  principal: Publisher,
  spec: string | undefined,
): Promise<readonly StagingArea[]> {
  const name = spec === undefined ? onlyPackageOf(principal) : asPackageName(spec);
  if (name === undefined) return spec === undefined ? listStagingAreas(table) : [];
  const area = await findStagingArea(table, name);
  return area ? [area] : [];
}

/** A run has one package, so that nobody else's needs to be looked at. */
const onlyPackageOf = (principal: Publisher): PackageName | undefined =>
  principal.kind === 'ci' ? principal.package : undefined;
