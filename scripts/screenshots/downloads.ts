import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';
import { partsOf } from '#store/downloads/add-downloads.ts';
import type { MissingCount } from '#store/downloads/missing.ts';

import { RELEASES } from './packages.ts';
import type { Studio } from './registry.ts';

const DAY = 86_400_000;
const AGENTS = [
  'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false',
  'pnpm/11.3.0 npm/? node/v24.21.0 linux x64',
  'npm/11.8.0 node/v22.19.0 darwin arm64',
  'yarn/1.22.22 npm/? node/v22.19.0 linux x64',
  'Bun/1.3.0',
] as const;

/**
 * Downloads of five weeks, fewer at weekends. They are put where the counter puts them: nobody downloads ten thousand
 * tarballs for a picture.
 */
export async function addDownloads(studio: Studio): Promise<void> {
  for (let ago = 35; ago >= 1; ago -= 1) {
    const date = new Date(Date.now() - ago * DAY);
    const downloads = RELEASES.filter(({ daysAgo }) => daysAgo > ago).flatMap((release, at) =>
      AGENTS.map((agent, nth) => ({
        id: `${ago}-${at}-${nth}`,
        name: parsePackageName(release.manifest.name),
        version: parseVersion(release.manifest.version),
        day: date.toISOString().slice(0, 10),
        agent,
        visitor: Buffer.from(`visitor${nth}`).toString('base64url'),
        times: timesOf(release.manifest.name, { ago, nth, weekday: date.getUTCDay() }),
      })),
    );
    for (const { add } of partsOf({
      downloads,
      missing: ago === 2 ? missingOn(date) : [],
      refused: [],
      limit: 0,
    })) {
      await add(studio.services.table, date);
    }
  }
}

/** Names and versions that nobody has published. */
const missingOn = (date: Date): readonly MissingCount[] =>
  [['left-pad'], ['@acme/cach'], ['acme-cache'], ['@acme/cache', '3.0.0']].map(
    ([name = '', version], at) => ({
      id: `missing-${at}`,
      name: parsePackageName(name),
      version,
      day: date.toISOString().slice(0, 10),
      times: 12 - 3 * at,
    }),
  );

interface When {
  readonly ago: number;
  readonly nth: number;
  readonly weekday: number;
}

/** Believable, and the same each time. */
function timesOf(name: string, { ago, nth, weekday }: When): number {
  const busy = name === '@acme/cache' ? 9 : 1 + (name.length % 5);
  const week = weekday === 0 || weekday === 6 ? 0.35 : 1;
  const wave = 1 + 0.25 * Math.sin(ago * 1.7 + nth);
  return Math.round((busy * week * wave * (60 - ago)) / (nth + 2));
}
