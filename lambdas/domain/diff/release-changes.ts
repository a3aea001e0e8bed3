import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { Release } from '#domain/package.ts';

import { type FieldChanges, manifestChanges } from './manifest-changes.ts';

/** What somebody who looks after their own safety wants to know before they take a new version. */
export interface ReleaseChanges {
  readonly from: ReleaseFacts;
  readonly to: ReleaseFacts;
  readonly fields: readonly FieldChanges[];
}

/** What is told of a version beside its manifest. */
export interface ReleaseFacts {
  readonly version: string;
  readonly publishedAt: string;
  readonly publisher: string;
  /** Where it was built, as its provenance proves; undefined without one. */
  readonly provenance: ProvenanceFacts | undefined;
  /** Whether a CI run published it by itself. */
  readonly byRun: boolean;
  readonly installScripts: boolean;
  readonly fileCount: number;
  readonly unpackedSize: number;
  /** Bytes of the tarball. */
  readonly size: number;
}

interface ProvenanceFacts {
  readonly repository: string;
  readonly workflow: string | undefined;
}

export function releaseChanges(from: Release, to: Release): ReleaseChanges {
  const [before, after] = [manifestOf(from), manifestOf(to)];
  return {
    from: factsOf(from, before),
    to: factsOf(to, after),
    fields: manifestChanges(before, after),
  };
}

function manifestOf({ manifest }: Release): Json {
  const value: unknown = JSON.parse(manifest);
  return isJsonObject(value) ? value : {};
}

const factsOf = (
  { version, publishedAt, publisher, provenance, run, fileCount, unpackedSize, size }: Release,
  manifest: Json,
): ReleaseFacts => ({
  version,
  publishedAt,
  publisher: publisher.name,
  provenance: provenance && { repository: provenance.repository, workflow: provenance.workflow },
  byRun: run !== undefined,
  installScripts: manifest['hasInstallScript'] === true,
  fileCount,
  unpackedSize,
  size,
});
