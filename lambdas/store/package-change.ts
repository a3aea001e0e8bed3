import { unavailable, versionExists } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { backOff } from '#store/backoff.ts';
import { type PackageChange, writePackage } from '#store/package-transaction.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

import { createTurns } from './turn.ts';

/** What is to become of a package as it was read; undefined: nothing. Throws to refuse. */
export type Plan = (pkg: Package | undefined) => Promise<PackageChange | undefined>;

/**
 * For a plan that looks at nothing but the package, where there is one: it may be asked ahead, with the
 * package as the writer before will leave it.
 */
export interface Foresight {
  /** The package as the caller read it a moment ago: spares a read while nobody else writes. */
  readonly known: Package | undefined;
}

type Stores = Pick<Services, 'table' | 'blobs' | 'now' | 'packageChanged'>;

const ATTEMPTS = 12;

const takeTurn = createTurns<Package>();

/**
 * Reads the package, asks `plan` and writes what it says if the package is still as it was read;
 * otherwise all over again. The package as written, or undefined where nothing was to be done.
 * Errors: `version_exists`; `unavailable` when others keep writing first.
 */
export async function changePackage(
  stores: Stores,
  name: PackageName,
  plan: Plan,
  foresight?: Foresight,
): Promise<Package | undefined> {
  const ahead = foresight !== undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const known = attempt === 0 ? foresight : undefined;
    const written = await inTurn(stores, name, plan, { ahead, known });
    if (written === 'overtaken') await backOff(attempt);
    else {
      if (written) await stores.packageChanged(name);
      return written;
    }
  }
  throw unavailable(`${name} is being changed by many at once: repeat the command`);
}

async function inTurn(
  stores: Stores,
  name: PackageName,
  plan: Plan,
  { ahead, known }: { readonly ahead: boolean; readonly known: Foresight | undefined },
): Promise<Package | undefined | 'overtaken'> {
  const turn = takeTurn(stores.table, name);
  try {
    const expected = await turn.begin(ahead);
    const pkg = expected ?? (await look(stores, name, turn.isFirst ? known : undefined));
    const change = await plan(pkg);
    if (!change) return undefined;
    const at = stores.now().toISOString();
    const after = changed(change, at);
    if (ahead) turn.leaves(after);
    const obstacle = await writePackage(stores, { ...change, at }, after, turn);
    if (obstacle === undefined) return after;
    if (obstacle === 'version' && change.published) throw versionExists(change.published.version);
    return 'overtaken';
  } finally {
    turn.end();
  }
}

const changed = ({ before, after, audit, modifiedAt }: PackageChange, at: string): Package => ({
  ...after,
  rev: (before?.rev ?? 0) + 1,
  changeId: audit.id,
  modifiedAt: modifiedAt ?? at,
});

const look = async (
  { table }: Stores,
  name: PackageName,
  foresight: Foresight | undefined,
): Promise<Package | undefined> => (foresight ? foresight.known : findPackage(table, name));
