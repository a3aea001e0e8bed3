import { express, EXPRESS_VERSIONS } from './express.ts';
import { noise } from './noise.ts';
import { pack, type PackageJson, type Publication } from './publication.ts';
import { react, REACT_VERSIONS } from './react.ts';
import { typescript, TYPESCRIPT_VERSIONS } from './typescript.ts';

/** All published names lie in one scope, so that no registry asks an upstream about them. */
export const SCOPE = '@bench';

/** A package that is read. */
export interface LibraryPackage {
  readonly name: string;
  readonly publications: readonly Publication[];
}

const MAKERS: Readonly<Record<string, (name: string) => readonly Publication[]>> = {
  small: (name) => [packWithNoise(name, '1.0.0', 10_000)],
  heavy: (name) => [packWithNoise(name, '1.0.0', 10_000_000)],
  express: (name) => series(name, EXPRESS_VERSIONS, express),
  react: (name) => series(name, REACT_VERSIONS, react),
  typescript: (name) => series(name, TYPESCRIPT_VERSIONS, typescript),
};

/** The packages whose reading is measured, the same in every registry. */
export function library(names = Object.keys(MAKERS)): readonly LibraryPackage[] {
  return names.map((shape) => {
    const name = `${SCOPE}/${shape}`;
    return { name, publications: MAKERS[shape]?.(name) ?? [] };
  });
}

function series(
  name: string,
  count: number,
  manifestAt: (name: string, index: number) => PackageJson,
): readonly Publication[] {
  return Array.from({ length: count }, (_, index) => {
    const packageJson = manifestAt(name, index);
    return pack(packageJson, packageJson.version.includes('-') ? 'next' : 'latest');
  });
}

/** A package of one file that does not compress: its tarball is about as large as said. */
export function packWithNoise(name: string, version: string, bytes: number): Publication {
  const packageJson: PackageJson = {
    name,
    version,
    description: 'A small package with one file',
    license: 'MIT',
    main: 'index.js',
    dependencies: { semver: '^7.0.0' },
  };
  return pack(packageJson, 'latest', [
    { path: 'index.js', content: noise(`${name}@${version}`, bytes) },
  ]);
}
