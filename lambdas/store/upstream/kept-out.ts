import type { PackageName } from '#domain/package-name.ts';
import type { Refusal } from '#domain/upstream/policy.ts';
import type { Version } from '#domain/version.ts';

/** A version that the registry's own rules keep out. */
export class KeptOut extends Error {
  override readonly name = 'KeptOut';
  readonly refusal: Refusal;
  readonly package: PackageName;
  readonly version: Version;

  constructor(refusal: Refusal, name: PackageName, version: Version) {
    super(refusal.reason);
    this.refusal = refusal;
    this.package = name;
    this.version = version;
  }
}
