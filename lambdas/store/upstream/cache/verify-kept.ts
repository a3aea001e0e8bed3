import { blobKey, createDigests } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import type { Version } from '#domain/version.ts';
import { listPins, type Pin } from '#store/upstream/pins.ts';

import type { CacheParts, KeptDocument } from './upstream-cache.ts';

/** What was not as it has to be, and is not kept any more: a tarball, or a document. */
export type Damage =
  | { readonly name: PackageName; readonly version: Version }
  | { readonly name: PackageName; readonly form: Form };

export interface Verification {
  /** How many were read. */
  readonly tarballs: number;
  readonly documents: number;
  readonly damaged: readonly Damage[];
  /** What to ask with to go on; undefined: this was all. */
  readonly next: string | undefined;
}

/** What comes after tarballs; no id of one begins so. */
const DOCUMENTS = 'documents/';

/** Reads some of what is kept, and removes what is damaged: tarballs first, then documents. */
export async function verifyKept(
  parts: CacheParts,
  { after, size }: { readonly after: string | undefined; readonly size: number },
): Promise<Verification> {
  if (after?.startsWith(DOCUMENTS)) {
    return verifyDocuments(parts, { after: after.slice(DOCUMENTS.length), size });
  }
  const { pins, next = DOCUMENTS } = await listPins(parts.table, { after, size });
  const damaged: Damage[] = [];
  let tarballs = 0;
  for (const pin of pins) {
    const found = await look(parts, pin);
    if (found === 'gone') continue;
    tarballs += 1;
    if (found === 'whole') continue;
    await removeTarball(parts, pin);
    damaged.push({ name: pin.name, version: pin.version });
  }
  return { tarballs, documents: 0, damaged, next };
}

async function look(
  { cache }: CacheParts,
  { integrity }: Pin,
): Promise<'whole' | 'damaged' | 'gone'> {
  const key = blobKey(integrity);
  if (!(await cache.tarballs.find(key))) return 'gone';
  const hash = createDigests();
  try {
    for await (const chunk of cache.tarballs.read(key)) hash.update(chunk);
  } catch (error) {
    // Removed meanwhile, it is not damaged.
    if (await cache.tarballs.find(key)) throw error;
    return 'gone';
  }
  return hash.digests().integrity === integrity ? 'whole' : 'damaged';
}

async function removeTarball({ cache, now }: CacheParts, { name, integrity }: Pin): Promise<void> {
  await cache.tarballs.removeUnlessKept(blobKey(integrity), new Date(now().getTime() + 1));
  await cache.removed(name);
}

async function verifyDocuments(
  { cache }: CacheParts,
  { after, size }: { readonly after: string; readonly size: number },
): Promise<Verification> {
  const damaged: KeptDocument[] = [];
  let documents = 0;
  let last: string | undefined;
  for await (const document of cache.documents(after)) {
    documents += 1;
    if (!(await cache.isReadable(document))) damaged.push(document);
    last = document.id;
    if (documents === size) break;
  }
  for (const name of new Set(damaged.map((document) => document.name))) {
    await cache.removeDocuments(name);
    await cache.removed(name);
  }
  return {
    tarballs: 0,
    documents,
    damaged: damaged.map(({ name, form }) => ({ name, form })),
    next: documents === size && last !== undefined ? DOCUMENTS + last : undefined,
  };
}
