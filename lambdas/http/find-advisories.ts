import { type BulkAdvisory, toBulkAdvisory, versionsWithin } from '#domain/advisory.ts';
import { tooLarge } from '#domain/errors.ts';
import { isJsonObject } from '#domain/manifest.ts';
import { asPackageName, lowerCased, type PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { Principal } from '#domain/principal.ts';
import { readable } from '#http/decide.ts';
import type { Request } from '#http/request.ts';
import { findAdvisories } from '#store/advisories.ts';
import { findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import type { Versions } from '#store/upstream/advisories.ts';

interface Auditing {
  readonly principal: Principal;
  readonly request: Request;
  readonly services: Services;
}

/** What is known of versions, by package; own advisories first. */
export type FoundAdvisories = ReadonlyMap<string, readonly BulkAdvisory[]>;

/** Packages and versions of one audit, and versions of one package: more than any application has. */
const MOST = 20_000;
const MOST_OF_ONE = 500;

/**
 * Own advisories of packages that the caller may know of, then the upstream's of those that nobody has here:
 * what somebody has here is nobody else's business.
 */
export async function advisoriesFor(
  { principal, request, services }: Auditing,
  installed: Versions,
): Promise<FoundAdvisories> {
  checkSize(installed);
  const { table, upstreams } = services;
  const names = Object.keys(installed)
    .map(asPackageName)
    .filter((name) => name !== undefined);
  const [packages, own] = await Promise.all([
    findPackages(table, [...names, ...names.map(lowerCased)]),
    findAdvisories(table, names),
  ]);
  const reads = names.map((name) => ({ name, pkg: packages.get(name) }));
  const seen = await readable(principal, reads, services);
  const asked = names.filter((name) => !claims(packages, name) && upstreams?.serves(name) === true);
  const theirs = await askUpstreams(services, pick(installed, asked));
  const found = names.map((name): readonly [string, readonly BulkAdvisory[]] => {
    const hidden = packages.has(name) && !seen.has(name);
    const versions = installed[name] ?? [];
    const listedAt = `${request.baseUrl}/-/v1/packages/${name}/advisories`;
    const ours = (hidden ? [] : (own.get(name)?.list ?? []))
      .filter((advisory) => versionsWithin(advisory.vulnerable_versions, versions).length > 0)
      .map((advisory) => toBulkAdvisory(name, advisory, listedAt));
    return [name, [...ours, ...(theirs.get(name) ?? [])]];
  });
  return new Map(found.filter(([, advisories]) => advisories.length > 0));
}

function checkSize(installed: Versions): void {
  const counts = Object.values(installed).map(({ length }) => length);
  const total = counts.reduce((sum, count) => sum + count, counts.length);
  if (total <= MOST && counts.every((count) => count <= MOST_OF_ONE)) return;
  throw tooLarge('these are too many versions: audit parts of the application by themselves');
}

const claims = (packages: ReadonlyMap<PackageName, Package>, name: PackageName): boolean =>
  packages.has(name) || packages.has(lowerCased(name));

const pick = (installed: Versions, names: readonly PackageName[]): Versions =>
  Object.fromEntries(names.map((name) => [name, installed[name] ?? []]));

async function askUpstreams({ upstreams }: Services, versions: Versions): Promise<FoundAdvisories> {
  if (!upstreams || Object.keys(versions).length === 0) return new Map();
  const answer = await upstreams.advisories(versions);
  return new Map(
    Object.entries(answer).map(([name, list]) => [name, list.filter(isJsonObject)] as const),
  );
}
