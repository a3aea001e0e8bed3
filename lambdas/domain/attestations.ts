import { asPackageName, type PackageName } from './package-name.ts';
import { asVersion, type Version } from './version.ts';

/** Below it a version's attestations are asked for. */
export const ATTESTATIONS = '/-/npm/v1/attestations/';

export const attestationsPath = (name: PackageName, version: Version): string =>
  `${ATTESTATIONS}${name}@${version}`;

/** `@acme/tool@1.0.0`; undefined for what is no version of a package. */
export function asSpec(
  text: string,
): { readonly name: PackageName; readonly version: Version } | undefined {
  const at = text.lastIndexOf('@');
  const name = at > 0 ? asPackageName(text.slice(0, at)) : undefined;
  const version = asVersion(text.slice(at + 1));
  return name && version ? { name, version } : undefined;
}
