import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

/** A manifest, with whatever a test wants in it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly [key: string]: unknown;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A name that no other test uses, so that tests can share a registry. */
export const uniqueName = (stem = 'pkg'): string => `${stem}-${randomBytes(6).toString('hex')}`;

/** What `npm pack` makes of a folder with these files. */
export function pack(manifest: object, files: Files = {}): Buffer {
  const all = { 'package.json': JSON.stringify(manifest), ...files };
  const blocks = Object.entries(all).flatMap(([path, content]) => {
    const data = Buffer.from(content);
    const header = new Header({ path: `package/${path}`, size: data.length, mode: 0o644 });
    header.encode();
    const padding = Buffer.alloc((512 - (data.length % 512)) % 512);
    return [header.block ?? Buffer.alloc(512), data, padding];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

export const integrityOf = (bytes: Uint8Array): string =>
  `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

export const shasumOf = (bytes: Uint8Array): string =>
  createHash('sha1').update(bytes).digest('hex');

export interface Publication {
  readonly tag?: string;
  readonly access?: 'public' | 'restricted' | null;
  readonly files?: Files;
  /** The tarball, where it is not just the manifest and the files. */
  readonly tarball?: Uint8Array;
  readonly readme?: string;
}

/** A publish document, open to whatever a test wants to spoil in it. */
export type PublishDocument = Record<string, any>;

/** The document that npm sends to publish a version. */
export function publishDocument(manifest: Manifest, options: Publication = {}): PublishDocument {
  const { name, version } = manifest;
  const tarball = options.tarball ?? pack(manifest, options.files);
  return {
    _id: name,
    name,
    'dist-tags': { [options.tag ?? 'latest']: version },
    versions: {
      [version]: {
        ...manifest,
        readme: options.readme ?? 'ERROR: No README data found!',
        _id: `${name}@${version}`,
        _nodeVersion: '24.21.0',
        _npmVersion: '12.2.0',
        dist: {
          integrity: integrityOf(tarball),
          shasum: shasumOf(tarball),
          tarball: `http://somewhere.else/${name}/-/${name}-${version}.tgz`,
        },
      },
    },
    access: options.access ?? null,
    _attachments: {
      [`${name}-${version}.tgz`]: {
        content_type: 'application/octet-stream',
        data: Buffer.from(tarball).toString('base64'),
        length: tarball.length,
      },
    },
  };
}
