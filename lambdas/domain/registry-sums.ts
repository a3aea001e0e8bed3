import type { Visibility } from '#domain/package.ts';

/** How much there is of packages. */
export interface Sums {
  readonly packages: number;
  readonly versions: number;
  /** Of the tarballs of all versions. */
  readonly bytes: number;
}

/** How much there is in a registry. */
export interface RegistrySums extends Readonly<Record<Visibility, Sums>> {
  readonly users: number;
  /** People who have published; of an import, also who is no user here. */
  readonly publishers: number;
  /** Of the tarballs that are kept of upstreams; undefined: nobody keeps count. */
  readonly cachedBytes: number | undefined;
}
