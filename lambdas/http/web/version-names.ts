import type { Package } from '#domain/package.ts';
import { splitDocument } from '#domain/upstream/split-document.ts';
import { asVersion, compareVersions, highestVersion, type Version } from '#domain/version.ts';
import { listStored } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { unpack } from '#store/upstream/receive-document.ts';

type Stores = Pick<Services, 'table' | 'blobs' | 'documents'>;

/**
 * The versions of a package, the highest first. The document names them in one read; while there is none of this
 * state, the table does.
 */
export async function versionNames(stores: Stores, pkg: Package): Promise<readonly Version[]> {
  const { name, rev } = pkg;
  const document = await stores.documents.find({ name, form: 'abbreviated' });
  const versions =
    document && document.rev >= rev
      ? await namesIn(document.gzip)
      : (await listStored(stores.table, name)).map(({ version }) => version);
  return versions.toSorted((a, b) => compareVersions(b, a));
}

async function namesIn(gzip: Uint8Array): Promise<readonly Version[]> {
  const versions: Version[] = [];
  for await (const { key, version } of splitDocument(unpack([gzip]))) {
    const number = version ? asVersion(key) : undefined;
    if (number !== undefined) versions.push(number);
  }
  return versions;
}

/** The one below it, which most people want to compare it with: of a release, the release before. */
export function versionBefore(versions: readonly Version[], version: Version): Version | undefined {
  const below = versions.filter((other) => compareVersions(other, version) < 0);
  return version.includes('-') ? below[0] : highestVersion(below);
}
