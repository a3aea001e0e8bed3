/** How much is kept of upstreams. */
export interface CacheStats {
  /** Packages of which there is a tarball or a document. */
  readonly packages: number;
  /** Versions whose tarball is kept, and the bytes of all tarballs. */
  readonly versions: number;
  readonly bytes: number;
  readonly documents: number;
  readonly documentBytes: number;
  /** Versions of which it is known what they have to be, kept or not. */
  readonly pins: number;
  /** ISO dates of when the kept ones were fetched. */
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
  /** Bytes that tarballs may take. */
  readonly limit: number | undefined;
}
