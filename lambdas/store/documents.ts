import type { PackageName } from '#domain/package-name.ts';
import type { Visibility } from '#domain/package.ts';
import type { Form } from '#domain/packument.ts';

/** Which document: a package's, in one of its forms. */
export interface DocumentKey {
  readonly name: PackageName;
  readonly form: Form;
}

/** What a document says of itself, beside its bytes. */
export interface DocumentInfo {
  /** The package's rev that it shows. */
  readonly rev: number;
  /** Make of the renderer: a document of another make is rendered again. */
  readonly renderer: number;
  /** What the tarball URLs in it start with. */
  readonly baseUrl: string;
  readonly visibility: Visibility;
  /** ISO date of the package's last change. */
  readonly modifiedAt: string;
  readonly etag: string;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Of one that an upstream gave. */
  readonly upstream?: UpstreamInfo;
}

export interface UpstreamInfo {
  /** The upstream's own, to ask whether it has another. */
  readonly etag: string | undefined;
  /** When the upstream was last asked, in milliseconds. */
  readonly checkedAt: number;
}

export interface StoredDocument extends DocumentInfo {
  /** The JSON text, compressed once, when it was rendered. */
  readonly gzip: Uint8Array;
}

/**
 * Rendered documents: derived from the table, so that losing one loses nothing. Written
 * compare-and-set by rev: the semantics of `PutObject` with `If-Match` on what was read.
 */
export interface Documents {
  /** The document, or undefined where there is none or what is there is damaged. */
  find(key: DocumentKey): Promise<StoredDocument | undefined>;
  /** Writes unless a document of a higher rev is there already. */
  save(key: DocumentKey, document: StoredDocument): Promise<'saved' | 'newer-exists'>;
  /** Forgets the document unless one of a higher rev than this is there. */
  remove(key: DocumentKey, rev: number): Promise<void>;
}
