import { asPackageName, type PackageName } from '#domain/package-name.ts';
import { asVersion, cleanVersion, type Version } from '#domain/version.ts';

/** A version of a package that a lockfile names. */
export interface Locked {
  readonly name: PackageName;
  readonly version: Version;
  /** What the lockfile says that its tarball is. */
  readonly integrity: string | undefined;
}

/** An entry of a lockfile as it stands there; undefined: of what no registry has, such as a link. */
export type Entry =
  | { readonly name: string; readonly version: string; readonly integrity?: unknown }
  | undefined;

/** What lockfiles name, each once. */
export interface Wanted {
  readonly locked: readonly Locked[];
  /** Entries that no registry has: folders, links, repositories, what another tarball carries. */
  readonly skipped: number;
}

export function toWanted(entries: readonly Entry[]): Wanted {
  const locked = new Map<string, Locked>();
  let skipped = 0;
  for (const entry of entries) {
    const one = entry && toLocked(entry);
    if (!one) {
      skipped += 1;
      continue;
    }
    const id = `${one.name}@${one.version}`;
    if (locked.get(id)?.integrity === undefined) locked.set(id, one);
  }
  return { locked: [...locked.values()], skipped };
}

function toLocked({ name: named, version: text, integrity }: NonNullable<Entry>) {
  const name = asPackageName(named);
  const version = asVersion(cleanVersion(text) ?? '');
  if (!name || !version) return undefined;
  return { name, version, integrity: typeof integrity === 'string' ? integrity : undefined };
}

/** The SHA-512 among the hashes of an integrity. */
export const sha512Of = (integrity: string | undefined): readonly string[] =>
  (integrity ?? '').split(/\s+/).filter((hash) => hash.startsWith('sha512-'));
