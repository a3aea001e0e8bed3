import { blobKey } from '#domain/integrity.ts';
import { blobsOf, type StoredDraft } from '#store/releases.ts';
import type { Item } from '#store/table.ts';

import type { BlobKind } from './registry-sides.ts';

export interface NamedBlob {
  readonly kind: BlobKind;
  /** SHA-512 in hex. */
  readonly key: string;
}

/** Entities whose items name blobs: parsing the others would be for nothing. */
const NAMING = /"__edb_e__":"(?:release|stagedVersion|upstreamTarball)"/;

/** The blobs that an item names, by its JSON. */
export function blobsNamedIn(text: string): readonly NamedBlob[] {
  if (!NAMING.test(text)) return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entities wrote it
  return blobsNamedBy(JSON.parse(text) as Item);
}

/** The blobs that an item names. A staged version that was decided about needs its own no more. */
export function blobsNamedBy(item: Item): readonly NamedBlob[] {
  const { __edb_e__: entity, draft, decision, integrity } = item;
  /* oxlint-disable typescript/no-unsafe-type-assertion -- the entities wrote them */
  if (entity === 'release') return keysOf('own', blobsOf(item as unknown as StoredDraft));
  if (entity === 'stagedVersion') {
    return decision === undefined ? keysOf('own', blobsOf(draft as StoredDraft)) : [];
  }
  /* oxlint-enable typescript/no-unsafe-type-assertion */
  return entity === 'upstreamTarball' ? keysOf('cached', [String(integrity)]) : [];
}

const keysOf = (kind: BlobKind, integrities: readonly string[]): readonly NamedBlob[] =>
  integrities.map((integrity) => ({ kind, key: blobKey(integrity) }));

/** `left-pad@1.0.0`: versions whose items name any of these blobs. */
export async function versionsWith(
  items: AsyncIterable<string>,
  keys: ReadonlySet<string>,
): Promise<readonly string[]> {
  const versions = new Set<string>();
  for await (const text of items) {
    if (!blobsNamedIn(text).some(({ key }) => keys.has(key))) continue;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entities wrote it
    const item = JSON.parse(text) as Item & { readonly draft?: Item };
    const { name, version } = item.draft ?? item;
    versions.add(`${String(name)}@${String(version)}`);
  }
  return [...versions].toSorted();
}
