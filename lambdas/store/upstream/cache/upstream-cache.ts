import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import type { BlobInventory } from '#store/blobs.ts';
import type { TableClient } from '#store/table.ts';

/** A document that an upstream gave. */
export interface KeptDocument {
  /** Where it lies; in the order of these all are listed. */
  readonly id: string;
  readonly name: PackageName;
  readonly form: Form;
  /** Bytes that it takes. */
  readonly size: number;
}

/** What is kept of upstreams, as who looks after it sees it: all of it can be fetched again. */
export interface UpstreamCache {
  /** Tarballs by their content; whose they are, pins in the table say. */
  readonly tarballs: Pick<BlobInventory, 'find' | 'read' | 'list' | 'removeUnlessKept'>;
  /** Bytes that tarballs may take; undefined: any number. */
  readonly limit: number | undefined;
  /** Bytes that tarballs take, where that is known without counting; undefined: not yet. */
  readonly bytes?: () => number | undefined;
  /** Documents of all upstreams, or those after one. */
  documents(after?: string): AsyncIterable<KeptDocument>;
  isReadable(document: KeptDocument): Promise<boolean>;
  /** Removes what upstreams said of a package; whether there was something. */
  removeDocuments(name: PackageName): Promise<boolean>;
  /** Called when something of a package was removed. Resolves when nobody is shown it any more. */
  removed(name: PackageName): Promise<void>;
}

/** What looking after it takes. */
export interface CacheParts {
  readonly table: TableClient;
  readonly cache: UpstreamCache;
  readonly now: () => Date;
}
