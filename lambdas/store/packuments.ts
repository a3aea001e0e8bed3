import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip, gzipSync } from 'node:zlib';

import { ATTESTATIONS } from '#domain/attestations.ts';
import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { type Form, FORMS, RENDERER, renderPackument } from '#domain/packument.ts';
import { readWhole } from '#store/blobs.ts';
import type { StoredDocument } from '#store/documents.ts';
import { readSnapshot, type Snapshot } from '#store/package-snapshot.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { listStarring } from '#store/stars.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

type Stores = Pick<Services, 'table' | 'blobs' | 'documents' | 'policy'>;

/** Users that a document names as having starred the package. */
const STARS_SHOWN = 1000;

/**
 * The stored document, rendered again where it is missing, damaged or of another make. Undefined: no
 * such package, or nothing of it is left.
 */
export async function readPackument(
  stores: Stores,
  name: PackageName,
  form: Form,
): Promise<StoredDocument | undefined> {
  const stored = await stores.documents.find({ name, form });
  if (stored?.renderer === RENDERER) return stored;
  return (await renderDocuments(stores, name))?.[form];
}

/** Renders and stores both documents unless they already show what the table holds. */
export async function repairDocuments(stores: Stores, name: PackageName): Promise<boolean> {
  const pkg = await findPackage(stores.table, name);
  const rev = pkg?.unpublished ? undefined : pkg?.rev;
  const stored = await Promise.all(
    FORMS.map(async (form) => stores.documents.find({ name, form })),
  );
  const right = stored.every(
    (document) => document?.rev === rev && (document?.renderer ?? RENDERER) === RENDERER,
  );
  if (right) return false;
  await renderDocuments(stores, name);
  return true;
}

/** Renders both documents from the table and stores them, or removes them with their package. */
export async function renderDocuments(
  stores: Stores,
  name: PackageName,
): Promise<Readonly<Record<Form, StoredDocument>> | undefined> {
  const snapshot = await readSnapshot(stores, name);
  if (!snapshot) return undefined;
  const { pkg } = snapshot;
  if (pkg.unpublished) {
    await Promise.all(FORMS.map(async (form) => stores.documents.remove({ name, form }, pkg.rev)));
    return undefined;
  }
  const source = {
    ...snapshot,
    stars: pkg.stars > 0 ? await listStarring(stores.table, name, STARS_SHOWN) : [],
    readme: await latestReadme(stores, snapshot),
  };
  const baseUrl = stores.policy.publicUrl;
  const text = renderPackument(source, baseUrl);
  const [full, abbreviated] = await Promise.all(
    FORMS.map(async (form) => toDocument(text[form], pkg, baseUrl)),
  );
  if (!full || !abbreviated) throw new Error('a form of the document was not rendered');
  const documents = { full, abbreviated };
  await Promise.all(
    FORMS.map(async (form) => stores.documents.save({ name, form }, documents[form])),
  );
  return documents;
}

async function latestReadme(stores: Stores, { pkg, releases }: Snapshot) {
  const latest = releases.find(({ version }) => version === pkg.distTags['latest']);
  if (!latest?.readme) return undefined;
  const { integrity, filename } = latest.readme;
  const bytes = await readWhole(stores.blobs, blobKey(integrity));
  return { text: bytes.toString(), filename };
}

async function toDocument(text: string, pkg: Package, baseUrl: string): Promise<StoredDocument> {
  const bytes = Buffer.from(text);
  const { rev, visibility, modifiedAt } = pkg;
  const info = { rev, renderer: RENDERER, baseUrl, visibility, modifiedAt, size: bytes.length };
  return { ...info, etag: etagOf(bytes), gzip: await pack(bytes) };
}

/** Up to this many bytes, compressing takes less time than handing the work to another thread. */
const SMALL = 16 * 1024;

const pack = async (bytes: Uint8Array): Promise<Uint8Array> =>
  bytes.length <= SMALL ? gzipSync(bytes) : compress(bytes);

/** Weak, because the packed and the plain form share it. */
const etagOf = (bytes: Uint8Array): string =>
  `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;

/** The beginnings of all that is below our own URL. */
const OUR_URLS: readonly ((baseUrl: string) => string)[] = [
  (baseUrl) => `"tarball":"${baseUrl}/`,
  (baseUrl) => `"attestations":{"url":"${baseUrl}${ATTESTATIONS}`,
];

/**
 * The same document with its tarballs and attestations below another URL, for registries that are reached by several
 * names. A quote inside a JSON text is escaped, so this can't match inside anybody's words.
 */
export async function rebaseDocument(
  document: StoredDocument,
  baseUrl: string,
): Promise<StoredDocument> {
  if (document.baseUrl === baseUrl) return document;
  const text = (await decompress(document.gzip)).toString();
  const bytes = Buffer.from(
    OUR_URLS.reduce(
      (moved, write) => moved.replaceAll(write(document.baseUrl), () => write(baseUrl)),
      text,
    ),
  );
  const { length: size } = bytes;
  return { ...document, baseUrl, size, etag: etagOf(bytes), gzip: await pack(bytes) };
}
