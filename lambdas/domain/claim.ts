import { forbidden, type RegistryError } from './errors.ts';
import type { PackageName } from './package-name.ts';

/** Refuses a new name that a hasty reader takes for somebody else's package. */
export const looksLikeAnother = (name: PackageName, others: readonly string[]): RegistryError =>
  forbidden(
    `${name} looks like ${others.join(' and ')}, which you do not own: choose a name that nobody mistakes for another, or publish it in a scope of yours`,
  );
