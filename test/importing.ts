import { type Answer, type Client, escape } from './client.ts';
import { type Files, integrityOf, pack, shasumOf } from './packages.ts';

/** A version as `pantry import` sends it. */
export interface Brought {
  readonly [field: string]: unknown;
  readonly version: string;
  readonly dist: { readonly integrity: string; readonly shasum: string };
  readonly tarball: { readonly data: string } | { readonly upload: string };
}

/** One of a package that was published a year ago, or as a test has it. */
export function brought(
  name: string,
  version: string,
  {
    files = {},
    bytes,
    ...more
  }: { files?: Files; bytes?: Uint8Array; [field: string]: unknown } = {},
): Brought {
  const tarball = bytes ?? pack({ name, version }, files);
  return {
    version,
    publishedAt: '2025-01-02T03:04:05.678Z',
    manifest: {},
    dist: { integrity: integrityOf(tarball), shasum: shasumOf(tarball) },
    tarball: { data: Buffer.from(tarball).toString('base64') },
    ...more,
  };
}

export const bring = async (
  who: Client,
  name: string,
  versions: readonly Brought[],
  more: object = {},
): Promise<Answer> =>
  who.put(`/-/v1/imports/${escape(name)}`, { source: 'a test', versions, ...more });
