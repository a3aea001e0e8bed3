import type { Badge, BadgeColor } from '#domain/badge.ts';
import { thisWeek } from '#domain/downloads/trend.ts';
import { notFound } from '#domain/errors.ts';
import { isJsonObject } from '#domain/manifest.ts';
import type { Package, Release } from '#domain/package.ts';
import { sumOf } from '#http/downloads.ts';
import { scoreOf } from '#http/score-of.ts';
import { findRelease } from '#store/releases.ts';
import type { Services } from '#store/services.ts';

/** What a badge may be about. */
export const BADGES = {
  version: async ({ version }) => ({
    label: 'version',
    message: `v${version}`,
    color: version.startsWith('0.') || version.includes('-') ? 'yellow' : 'blue',
  }),
  license: async ({ manifest }) => {
    const document: unknown = JSON.parse(manifest);
    const license = isJsonObject(document) ? document['license'] : undefined;
    const isSaid = typeof license === 'string' && license !== '';
    const message = isSaid ? license : 'none';
    return { label: 'license', message, color: isSaid ? 'green' : 'red' };
  },
  downloads: async ({ name }, { downloadTotals, now }) => {
    const totals = await downloadTotals(name, thisWeek(now()));
    const message = `${SHORT.format(sumOf(totals.values()))}/week`;
    return { label: 'downloads', message, color: 'blue' };
  },
  score: async (release, services) => {
    const { score } = await scoreOf(release, services);
    return { label: 'score', message: `${score}/100`, color: colorOf(score) };
  },
} as const satisfies Readonly<
  Record<string, (release: Release, services: Services) => Promise<Badge>>
>;

const SHORT = new Intl.NumberFormat('en', { notation: 'compact' });

function colorOf(score: number): BadgeColor {
  if (score >= 80) return 'green';
  return score >= 50 ? 'yellow' : 'red';
}

/** A badge of a package's latest version. Throws where there is no such badge or version. */
export async function badgeOf(pkg: Package, kind: string, services: Services): Promise<Badge> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up below
  const make = Object.hasOwn(BADGES, kind) ? BADGES[kind as keyof typeof BADGES] : undefined;
  if (!make) {
    throw notFound(`badge "${kind}": there are ${Object.keys(BADGES).join(', ')}, and`);
  }
  const { latest } = pkg.distTags;
  const release = latest && (await findRelease(services, pkg.name, latest));
  if (!release) throw notFound(`a version of ${pkg.name}`);
  return make(release, services);
}
