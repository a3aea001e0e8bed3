import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { LibraryPackage } from '../documents/library.ts';
import { type Json, sentManifest, tarballPath } from '../documents/publication.ts';
import type { Answer, LoopbackUpstream } from './loopback.ts';

/** The members of a version that an abbreviated document has. */
const ABBREVIATED =
  'name version deprecated dependencies optionalDependencies devDependencies bundleDependencies peerDependencies peerDependenciesMeta bin directories dist engines cpu os'.split(
    ' ',
  );
const ABBREVIATED_TYPE = 'application/vnd.npm.install-v1+json';

/** Puts packages with their tarballs there. */
export function serveLibrary(
  upstream: LoopbackUpstream,
  packages: readonly LibraryPackage[],
): void {
  for (const { name, publications } of packages) {
    const manifests = publications.map((publication) => {
      const path = tarballPath(publication);
      upstream.answer(path, (_request, response) => void response.end(publication.tarball));
      const sent = sentManifest(publication, upstream.url);
      return withTarball(sent, `${upstream.url}${path}`);
    });
    upstream.answer(`/${name}`, documentAnswer(name, manifests));
  }
}

function withTarball(manifest: Json, tarball: string): Json {
  const { dist } = manifest as { readonly dist: object };
  return { ...manifest, dist: { ...dist, tarball } };
}

/** A package's document, full or abbreviated, compressed where that is accepted. */
export function documentAnswer(name: string, manifests: readonly Json[]): Answer {
  const full = prepare(documentOf(name, manifests));
  const abbreviated = prepare(abbreviate(name, manifests));
  return ({ headers }, response) => {
    const short = headers.accept?.includes(ABBREVIATED_TYPE) === true;
    const { plain, gzip, etag } = short ? abbreviated : full;
    if (headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    const packed = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
    response.writeHead(200, {
      'content-type': short ? ABBREVIATED_TYPE : 'application/json',
      'content-length': packed ? gzip.length : plain.length,
      ...(packed && { 'content-encoding': 'gzip' }),
      etag,
    });
    response.end(packed ? gzip : plain);
  };
}

function prepare(document: Json) {
  const plain = Buffer.from(JSON.stringify(document));
  const etag = `"${createHash('sha1').update(plain).digest('hex')}"`;
  return { plain, gzip: gzipSync(plain), etag };
}

const PUBLISHED = '2026-01-01T00:00:00.000Z';

function documentOf(name: string, manifests: readonly Json[]): Json {
  const times = manifests.map(({ version }) => [version, PUBLISHED]);
  return {
    _id: name,
    ...common(name, manifests),
    time: { created: PUBLISHED, modified: PUBLISHED, ...Object.fromEntries(times) },
    readme: '',
  };
}

const abbreviate = (name: string, manifests: readonly Json[]): Json => ({
  ...common(
    name,
    manifests.map((manifest) =>
      Object.fromEntries(
        ABBREVIATED.flatMap((key) => (key in manifest ? [[key, manifest[key]]] : [])),
      ),
    ),
  ),
  modified: PUBLISHED,
});

const common = (name: string, manifests: readonly Json[]) => ({
  name,
  'dist-tags': { latest: manifests.at(-1)?.['version'] },
  versions: Object.fromEntries(manifests.map((manifest) => [manifest['version'], manifest])),
});
