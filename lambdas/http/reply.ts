import type { Readable } from 'node:stream';

import type { PackageName } from '#domain/package-name.ts';
import { type Package, packageTag } from '#domain/package.ts';
import type { Form } from '#domain/packument.ts';
import type { AccessRules } from '#domain/permission.ts';
import type { Version } from '#domain/version.ts';
import type { Missing } from '#http/missing.ts';
import type { ByteRange } from '#store/blobs.ts';
import type { Refused } from '#store/downloads/refused.ts';

/** What an endpoint answers; how bytes get to the client is the platform's business. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Each is a `set-cookie` of its own, which `headers` has room for one of. */
  readonly cookies?: readonly string[];
  readonly body?: Body;
  /**
   * Set when everybody gets the same answer: then the edge keeps it until one of its tags is purged.
   * What only some may read has none, and is never kept.
   */
  readonly shared?: Shared;
  /** The version whose tarball this is, for those who count downloads. */
  readonly download?: Download;
  /** What is not there, for those who count what is missed. */
  readonly missing?: Missing;
  /** What the rules of upstreams keep from whoever asked, for those who count that. */
  readonly refused?: Refused;
}

export interface Download {
  readonly name: PackageName;
  readonly version: Version;
}

export interface Shared {
  /** `users`: everybody who is logged in, where the registry is not open to read for anyone. */
  readonly audience: 'anyone' | 'users';
  readonly tags: readonly string[];
  /** The form that was chosen by `accept`, where the route has forms; `json`: one for all but browsers, `page`: one for browsers alone. */
  readonly form?: Form | 'json' | 'page';
  /** Until when the edge keeps it, in milliseconds; without it, until it is purged. */
  readonly until?: number;
}

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  /** Compressed once; unpacked for who does not accept gzip. `size`: bytes when unpacked. */
  | { readonly kind: 'gzip'; readonly bytes: Uint8Array; readonly size: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Bytes on their way; `size` where it is known. What breaks off was wrong. */
  | { readonly kind: 'stream'; readonly source: Readable; readonly size: number | undefined }
  | {
      readonly kind: 'blob';
      readonly key: string;
      readonly size: number;
      readonly range?: ByteRange;
      /** Whose it is, where those of upstreams are kept apart. */
      readonly of?: 'upstream';
    };

/** A JSON answer. */
export const json = (value: unknown, status = 200): Reply => ({
  status,
  body: { kind: 'json', value },
});

/** A public package's answer is the same for everybody; a private one's is shared with nobody. */
export function sharedWith(
  pkg: Pick<Package, 'name' | 'visibility'>,
  { reads }: AccessRules,
): Pick<Reply, 'shared'> {
  if (pkg.visibility === 'private') return {};
  return { shared: { audience: reads, tags: [packageTag(pkg.name)] } };
}
