import type { Json } from '#domain/manifest.ts';
import { readOutline } from '#domain/read-version-page.ts';
import { asVersion, highestVersion } from '#domain/version.ts';

import { readVersionFacts } from './read-facts.ts';

/** One version of a document, with what the document says around it. */
export interface ShownVersion {
  readonly version: string;
  readonly manifest: Json;
  readonly publishedAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The version of a number or dist-tag; of a package without that tag, for `latest`, its highest. */
export async function readShownVersion(
  open: () => AsyncIterable<Uint8Array>,
  wanted: string,
): Promise<ShownVersion | undefined> {
  const { versions, tags, times } = await readOutline(open());
  const known = versions.map(asVersion).filter((version) => version !== undefined);
  const highest = wanted === 'latest' ? highestVersion(known) : undefined;
  const tagged = Object.hasOwn(tags, wanted) ? tags[wanted] : undefined;
  const version = tagged ?? known.find((one) => one === wanted) ?? highest;
  const facts = version === undefined ? undefined : await readVersionFacts(open(), version);
  if (version === undefined || !facts) return undefined;
  const time = times[version];
  return {
    version,
    manifest: facts.manifest,
    tags,
    publishedAt: typeof time === 'string' ? time : '',
  };
}
