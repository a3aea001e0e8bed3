import { versionsWithin } from '#domain/advisory.ts';
import { invalid } from '#domain/errors.ts';
import type { Package } from '#domain/package.ts';
import { isRange } from '#domain/version.ts';
import { deprecate, type Editing } from '#http/edit-package.ts';
import { listStored } from '#store/releases.ts';

/** Deprecates the versions within a range, as clients do with `npm deprecate name@range`; without a message takes that back. */
export async function deprecateRange(
  call: Editing,
  range: string,
  message: string | undefined,
): Promise<Package> {
  const { params, services } = call;
  if (!isRange(range)) {
    throw invalid(`"${range}" is no version and no range: write 1.2.3, <2.0.0 or *`);
  }
  const releases = await listStored(services.table, params.package);
  const versions = versionsWithin(
    range,
    releases.map(({ version }) => version),
  );
  if (versions.length === 0) {
    throw invalid(`${params.package} has no version within ${range}: look at its versions`);
  }
  const edited = versions.map((version) => [version, { deprecated: message }] as const);
  return deprecate(call, { versions: Object.fromEntries(edited) });
}
