import type { Json } from '#domain/manifest.ts';

import type { Packed } from './packed.ts';
import type { ProvenanceFile } from './provenance.ts';

/** What is published, and on what terms. */
export interface Described {
  readonly packed: Packed;
  /** Its package.json as npm sends it. */
  readonly manifest: Json;
  readonly registry: string;
  readonly tag: string;
  readonly access: string | undefined;
  readonly provenance: ProvenanceFile | undefined;
}

export const attachmentOf = ({ name, version }: Packed): string => `${name}-${version}.tgz`;

/** What `npm publish` sends, its attachment without the tarball's bytes, which go another way. */
export function publishDocument(described: Described): Json {
  const { packed, registry, tag, access, provenance } = described;
  const { name, version, digests, size } = packed;
  const file = attachmentOf(packed);
  const { patchedDependencies: _, ...manifest } = described.manifest;
  return {
    _id: name,
    name,
    description: manifest['description'],
    'dist-tags': { [tag]: version },
    versions: {
      [version]: {
        ...manifest,
        _id: `${name}@${version}`,
        _nodeVersion: process.versions.node,
        name,
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
