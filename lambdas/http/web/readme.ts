import { createHash } from 'node:crypto';

import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Release } from '#domain/package.ts';
import type { LinkBase } from '#domain/readme/addresses.ts';
import { plainReadme, README_RENDERER } from '#domain/readme/plain.ts';
import { repositoryOf } from '#domain/readme/repository.ts';
import { logError } from '#http/log.ts';
import { readWhole } from '#store/blobs.ts';
import { findPackage } from '#store/packages.ts';
import { findRelease } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { type Markup, markup, sanitized } from '#web/markup.ts';
import { filePrefix } from '#web/paths.ts';

import { manifestOf } from './package-head.ts';

type Stores = Pick<Services, 'blobs' | 'readmes' | 'rendering'>;

const UNREADABLE = markup`<p class="notice">The README could not be read.</p>`;

/**
 * A release's README for its page: as it was rendered behind the publish, or else now. Undefined: it has none. No page
 * fails for it.
 */
export async function readmeOf(stores: Stores, release: Release): Promise<Markup | undefined> {
  const { readme, name, version } = release;
  if (!readme) return undefined;
  try {
    return sanitized(await findOrRender(stores, release, readme));
  } catch (error) {
    logError('README could not be read', error, { package: name, version });
    return UNREADABLE;
  }
}

async function findOrRender(
  { blobs, readmes, rendering }: Stores,
  release: Release,
  { integrity, filename }: Readme,
): Promise<string> {
  const { name, version } = release;
  const report = (what: string) => (error: unknown) =>
    logError(what, error, { package: name, version });
  const base = { files: filePrefix(name), repository: repositoryOf(manifestOf(release)) };
  const key = keyOf({ integrity, filename }, base);
  const kept = await readmes.find(key);
  if (kept !== undefined) return kept;
  const text = (await readWhole(blobs, blobKey(integrity))).toString();
  const failed = report('README could not be rendered');
  const html = await rendering.readme({ text, filename, base }, failed);
  // Who comes when there is room has it rendered.
  if (html === undefined) return plainReadme(text);
  await readmes.save(key, html).catch(report('README could not be kept'));
  return html;
}

type Readme = Pick<NonNullable<Release['readme']>, 'integrity' | 'filename'>;

/**
 * Has the README of a package's latest version rendered before somebody looks at it.
 * Where that fails, whoever does has it rendered then.
 */
export async function prepareReadme(
  services: Stores & Pick<Services, 'table'>,
  name: PackageName,
): Promise<void> {
  try {
    const pkg = await findPackage(services.table, name);
    const latest = pkg?.unpublished ? undefined : pkg?.distTags['latest'];
    const release = latest && (await findRelease(services, name, latest));
    if (release) await readmeOf(services, release);
  } catch (error) {
    logError('README could not be rendered', error, { package: name });
  }
}

/** Of all that the HTML is made of. */
const keyOf = (readme: Readme, base: LinkBase): string =>
  createHash('sha256')
    .update(JSON.stringify([README_RENDERER, readme.integrity, readme.filename, base]))
    .digest('hex');
