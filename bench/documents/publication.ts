import { createHash } from 'node:crypto';

import { type PackedFile, packTarball } from './tarball.ts';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** A package.json. */
export interface PackageJson extends Json {
  readonly name: string;
  readonly version: string;
}

/** One version, packed. */
export interface Publication {
  readonly name: string;
  readonly version: string;
  readonly tag: string;
  readonly packageJson: PackageJson;
  readonly tarball: Buffer;
}

/** Packs a package.json and the given further files. */
export function pack(
  packageJson: PackageJson,
  tag: string,
  files: readonly PackedFile[] = [],
): Publication {
  const { name, version } = packageJson;
  const content = Buffer.from(JSON.stringify(packageJson, undefined, 2));
  const tarball = packTarball([{ path: 'package.json', content }, ...files]);
  return { name, version, tag, packageJson, tarball };
}

/** The name of a tarball in a registry. */
export const tarballFile = ({ name, version }: Publication): string =>
  `${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;

/** The path of a tarball in a registry. */
export const tarballPath = (publication: Publication): string =>
  `/${publication.name}/-/${tarballFile(publication)}`;

/** The SHA-1 of the tarball, in hex. */
export const shasum = ({ tarball }: Publication): string =>
  createHash('sha1').update(tarball).digest('hex');

/** The version object as npm sends it. */
export function sentManifest(publication: Publication, url: string): Json {
  const { name, version, packageJson, tarball } = publication;
  return {
    ...packageJson,
    _id: `${name}@${version}`,
    _nodeVersion: '24.21.0',
    _npmVersion: '12.2.0',
    dist: {
      integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
      shasum: shasum(publication),
      tarball: `${url}/${name}/-/${name}-${version}.tgz`,
    },
  };
}

/** The document that npm sends to publish (npm's libnpmpublish). */
export function publishDocument(publication: Publication, url: string): string {
  const { name, version, tag, packageJson, tarball } = publication;
  return JSON.stringify({
    _id: name,
    name,
    description: packageJson['description'],
    'dist-tags': { [tag]: version },
    versions: { [version]: sentManifest(publication, url) },
    access: null,
    _attachments: {
      [`${name}-${version}.tgz`]: {
        content_type: 'application/octet-stream',
        data: tarball.toString('base64'),
        length: tarball.length,
      },
    },
  });
}
