import * as v from 'valibot';

import { BackupError } from './backup-error.ts';
import type { Manifest } from './manifest.ts';
import { blobsNamedIn } from './named-blobs.ts';
import type { BackupPlace } from './place.ts';
import type { BlobKind } from './registry-sides.ts';
import { readLines } from './segments.ts';

/** Blobs that items name, or that a backup lists: some hundred bytes of memory each. */
export interface BlobList {
  readonly keys: (kind: BlobKind) => readonly string[];
  readonly has: (key: string) => boolean;
}

interface Entry {
  own: boolean;
  cached: boolean;
}

/** Gathers what items name, from their JSON. */
export function gatherBlobs(withCache: boolean): BlobList & { add: (item: string) => void } {
  const entries = new Map<string, Entry>();
  return {
    add(item) {
      for (const { kind, key } of blobsNamedIn(item)) {
        if (kind === 'cached' && !withCache) continue;
        const entry = entries.get(key) ?? { own: false, cached: false };
        entry[kind] = true;
        entries.set(key, entry);
      }
    },
    ...listOf(entries),
  };
}

const listOf = (entries: ReadonlyMap<string, Entry>): BlobList => ({
  keys: (kind) => [...entries].filter(([, entry]) => entry[kind]).map(([key]) => key),
  has: (key) => entries.has(key),
});

const Line = v.object({
  key: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
  kinds: v.pipe(v.array(v.picklist(['own', 'cached'])), v.minLength(1)),
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/** A blob as a backup lists it. */
export type ListedBlob = v.InferOutput<typeof Line>;

export const toLine = (blob: ListedBlob): string => JSON.stringify(blob);

/** What a backup lists. Throws BackupError where a line says something else. */
export async function readBlobList(
  place: BackupPlace,
  folder: string,
  { blobs }: Manifest,
): Promise<BlobList> {
  const entries = new Map<string, Entry>();
  for await (const text of readLines(place, folder, blobs)) {
    const { key, kinds } = parseLine(text, place);
    entries.set(key, { own: kinds.includes('own'), cached: kinds.includes('cached') });
  }
  return listOf(entries);
}

function parseLine(text: string, { title }: BackupPlace): ListedBlob {
  try {
    return v.parse(Line, JSON.parse(text));
  } catch (cause) {
    throw new BackupError(`${title}: its list of blobs says what Pantry does not write`, { cause });
  }
}
