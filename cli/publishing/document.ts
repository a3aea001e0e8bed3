import type { Json } from '#domain/manifest.ts';

import type { Packed } from './packed.ts';
import type { ProvenanceFile } from './provenance.ts';

export interface Terms {
  readonly tag: string;
  readonly access: string | undefined;
  readonly provenance?: ProvenanceFile | undefined;
}

/** What `npm publish` sends, its attachment without the tarball's bytes, which go another way. */
export function publishDocument(
  { name, version, packageJson, digests, size }: Packed,
  registry: string,
  { tag, access, provenance }: Terms,
): Json {
  const file = `${name}-${version}.tgz`;
  return {
    _id: name,
    name,
    'dist-tags': { [tag]: version },
    versions: {
      [version]: {
        ...packageJson,
        _id: `${name}@${version}`,
        version,
        dist: { ...digests, tarball: `${registry}/${name}/-/${file}` },
      },
    },
    access: access ?? null,
    _attachments: {
      [file]: { content_type: 'application/octet-stream', length: size },
      ...(provenance && { [`${name}-${version}.sigstore`]: provenance }),
    },
  };
}
