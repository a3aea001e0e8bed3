import { createHash } from 'node:crypto';

import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Release } from '#domain/package.ts';
import type { LinkBase } from '#domain/readme/addresses.ts';
import { README_RENDERER, renderReadme } from '#domain/readme/render.ts';
import { repositoryOf } from '#domain/readme/repository.ts';
import { logError } from '#http/log.ts';
import { readWhole } from '#store/blobs.ts';
import { findPackage } from '#store/packages.ts';
import { findRelease } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { type Markup, sanitized } from '#web/markup.ts';
import { filePrefix } from '#web/paths.ts';

import { manifestOf } from './package-head.ts';

type Stores = Pick<Services, 'blobs' | 'readmes'>;

/** A release's README for its page: as it was rendered behind the publish, or else now. Undefined: it has none. */
export async function readmeOf(
  { blobs, readmes }: Stores,
  release: Release,
): Promise<Markup | undefined> {
  const { readme, name } = release;
  if (!readme) return undefined;
  const { filename } = readme;
  const base = { files: filePrefix(name), repository: repositoryOf(manifestOf(release)) };
  const key = keyOf(readme, base);
  const kept = await readmes.find(key);
  if (kept !== undefined) return sanitized(kept);
  const text = (await readWhole(blobs, blobKey(readme.integrity))).toString();
  const html = renderReadme({ text, filename, base });
  await readmes
    .save(key, html)
    .catch((error: unknown) => logError('README could not be kept', error, { package: name }));
  return sanitized(html);
}

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
const keyOf = (readme: NonNullable<Release['readme']>, base: LinkBase): string =>
  createHash('sha256')
    .update(JSON.stringify([README_RENDERER, readme.integrity, readme.filename, base]))
    .digest('hex');
