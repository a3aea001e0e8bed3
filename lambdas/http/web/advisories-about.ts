import { type Advisory, SEVERITIES, versionsWithin } from '#domain/advisory.ts';
import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import { findAdvisoriesOf } from '#store/advisories.ts';
import type { Services } from '#store/services.ts';
import type { ShownAdvisory } from '#web/package/security.ts';

import type { ShownPackage } from './shown-package.ts';

/**
 * Advisories of this registry for a package, and of a package of the upstream's, what that says of the version which is
 * shown. The gravest come first.
 */
export async function advisoriesAbout(
  name: PackageName,
  { from, head: { version } }: ShownPackage,
  { table, upstreams }: Pick<Services, 'table' | 'upstreams'>,
): Promise<readonly ShownAdvisory[]> {
  const [{ list }, theirs] = await Promise.all([
    findAdvisoriesOf(table, name),
    from === 'upstream' ? upstreams?.advisories({ [name]: [version] }) : undefined,
  ]);
  const own = list.map((advisory) => ofOurs(advisory, version));
  const found = (theirs?.[name] ?? []).filter(isJsonObject).map(ofTheirs);
  return [...own, ...found].toSorted((a, b) => weight(b) - weight(a));
}

const weight = ({ severity, affects }: ShownAdvisory): number =>
  SEVERITIES.indexOf(severity) + (affects ? SEVERITIES.length : 0);

const ofOurs = (advisory: Advisory, version: string): ShownAdvisory => ({
  id: advisory.id,
  title: advisory.title,
  severity: advisory.severity,
  range: advisory.vulnerable_versions,
  patched: advisory.patched_versions,
  url: advisory.url,
  affects: versionsWithin(advisory.vulnerable_versions, [version]).length > 0,
});

/** What an upstream answers was asked for by the version, so that it is about it. */
const ofTheirs = ({
  id,
  title,
  severity,
  vulnerable_versions: range,
  url,
}: Json): ShownAdvisory => ({
  id: typeof id === 'string' || typeof id === 'number' ? String(id) : '',
  title: typeof title === 'string' ? title : 'Advisory without a title',
  severity: SEVERITIES.find((each) => each === severity) ?? 'info',
  range: typeof range === 'string' ? range : '*',
  patched: undefined,
  url: typeof url === 'string' ? url : undefined,
  affects: true,
});
