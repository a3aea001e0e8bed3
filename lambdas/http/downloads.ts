import { invalid, notFound } from '#domain/errors.ts';
import { asPackageName, type PackageName } from '#domain/package-name.ts';
import type { Principal } from '#domain/principal.ts';
import { readable } from '#http/decide.ts';
import { findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

/** Names of one request, as the public npm registry has it. */
const MOST = 128;

interface Asked {
  readonly packages: string;
  readonly principal: Principal;
  readonly services: Services;
}

/** By day; days without any downloads are not in it. */
type Days<D> = ReadonlyMap<string, D>;

interface Telling<D, T> {
  readonly read: (name: PackageName) => Promise<Days<D>>;
  readonly tell: (name: PackageName, days: Days<D>) => T;
}

/**
 * Answers as the public npm registry does: of one name what is told of its downloads, or 404; of several with commas between
 * them an object by name, with null for those of which nothing can be told.
 */
export async function tellDownloads<D, T>(
  { packages: text, principal, services }: Asked,
  { read, tell }: Telling<D, T>,
): Promise<T | Readonly<Record<string, T | null>>> {
  const asked = [...new Set(text.split(','))];
  if (asked.length > MOST) throw invalid(`ask for up to ${MOST} packages at once`);
  const names = asked.flatMap((name) => asPackageName(name) ?? []);
  const here = await standingOf(names, principal, services);
  const told = await Promise.all(
    names.map(async (name) => {
      // Also of those that are not told of: the time must not tell them from those that nobody has.
      const days = await read(name);
      const isThere = here.get(name) === 'seen' || (!here.has(name) && days.size > 0);
      return isThere ? ([name, tell(name, days)] as const) : undefined;
    }),
  );
  const found = new Map<string, T>(told.filter((each) => each !== undefined));
  const [only = ''] = asked;
  if (asked.length > 1)
    return Object.fromEntries(asked.map((name) => [name, found.get(name) ?? null]));
  const answer = found.get(only);
  if (answer === undefined) throw notFound(`package "${only}"`);
  return answer;
}

/** Which of the names are packages of this registry, and of them, which the caller may know of. */
async function standingOf(
  names: readonly PackageName[],
  principal: Principal,
  services: Services,
): Promise<ReadonlyMap<PackageName, 'seen' | 'hidden'>> {
  const packages = await findPackages(services.table, names);
  const here = [...packages.values()].map((pkg) => ({ name: pkg.name, pkg }));
  const seen = await readable(principal, here, services);
  return new Map(here.map(({ name }) => [name, seen.has(name) ? 'seen' : 'hidden']));
}

export function sumOf(counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
