import type { TrustedPublisher } from './ci/trusted-publisher.ts';
import { forbidden, type RegistryError } from './errors.ts';
import type { PackageName } from './package-name.ts';
import type { Package } from './package.ts';

/** To whom a new package belongs. */
export interface Claimed {
  readonly by: Pick<Package, 'owners' | 'rules'>;
  /** The repository that claimed it. */
  readonly trusted?: TrustedPublisher;
}

/** Refuses a new name that a hasty reader takes for somebody else's package. */
export const looksLikeAnother = (name: PackageName, others: readonly string[]): RegistryError =>
  forbidden(
    `${name} looks like ${others.join(' and ')}, which you do not own: choose a name that nobody mistakes for another, or publish it in a scope of yours`,
  );
