import * as v from 'valibot';

import type { ImportBatch, ImportedVersion } from '#domain/import/import-batch.ts';
import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

/** What is at the destination already. */
export const Here = v.object({
  exists: v.boolean(),
  tags: v.record(v.string(), v.string()),
  versions: v.record(
    v.string(),
    v.object({
      integrity: v.string(),
      shasum: v.string(),
      deprecated: v.optional(v.string()),
    }),
  ),
  /** Numbers that can't be used. */
  taken: v.pipe(v.array(v.string()), v.readonly()),
});
export type Here = v.InferOutput<typeof Here>;

/** What became of a batch. */
export const Brought = v.object({
  versions: v.record(
    v.string(),
    v.object({
      outcome: v.picklist(['imported', 'present', 'refused']),
      reason: v.optional(v.string()),
    }),
  ),
  unknownOwners: v.pipe(v.array(v.string()), v.readonly()),
  shadows: v.optional(v.string()),
});
export type Brought = v.InferOutput<typeof Brought>;

/** A version with its tarball. */
export interface Bringing extends ImportedVersion {
  readonly tarball: LocalTarball;
}

export interface LocalTarball {
  readonly file: string;
  readonly size: number;
  readonly integrity: string;
  /** Whether it is part of a request, and is not uploaded beside it. */
  readonly inline: boolean;
  /** In memory where it is small. */
  readonly bytes: Buffer | undefined;
}

/** Where packages go to: a registry that runs, or a data folder that none uses. */
export interface ImportDoor {
  here(name: PackageName): Promise<Here>;
  bring(name: PackageName, batch: ImportBatch<Bringing>): Promise<Brought>;
  /** The full document as clients are shown it. */
  document(name: PackageName): Promise<Json>;
  /** Those of the names that are no users. */
  strangers(names: readonly string[]): Promise<readonly string[]>;
  close(): Promise<void>;
}
