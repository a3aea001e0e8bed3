import { hex } from './noise.ts';
import { type PackageJson } from './publication.ts';
import { dayAt } from './ranges.ts';

/** As many versions as `react` had in November 2026. */
export const REACT_VERSIONS = 2963;

/** Thousands of nightly builds of a package without dependencies: the shape and size of `react`. */
export function react(name: string, index: number): PackageJson {
  return {
    name,
    version: versionAt(index),
    description: 'React is a JavaScript library for building user interfaces.',
    keywords: ['react'],
    homepage: 'https://react.example.org/',
    bugs: 'https://git.example.org/facebook/react/issues',
    license: 'MIT',
    files: [
      'LICENSE',
      'README.md',
      'index.js',
      'cjs/',
      'jsx-runtime.js',
      'jsx-runtime.react-server.js',
      'jsx-dev-runtime.js',
      'react.react-server.js',
    ],
    main: 'index.js',
    exports: {
      '.': { 'react-server': './react.react-server.js', default: './index.js' },
      './package.json': './package.json',
      './jsx-runtime': {
        'react-server': './jsx-runtime.react-server.js',
        default: './jsx-runtime.js',
      },
      './jsx-dev-runtime': './jsx-dev-runtime.js',
    },
    repository: {
      type: 'git',
      url: 'git+https://git.example.org/facebook/react.git',
      directory: 'packages/react',
    },
    engines: { node: '>=0.10.0' },
    ...(index < 1600 ? { dependencies: { 'loose-envify': '^1.1.0' } } : {}),
  };
}

function versionAt(index: number): string {
  if (index % 20 === 19) {
    const release = Math.floor(index / 20);
    return `${Math.floor(release / 8)}.${release % 8}.0`;
  }
  const commit = hex(`react commit ${index}`, 9);
  return index % 2 === 0
    ? `0.0.0-experimental-${commit}-${dayAt(index)}`
    : `19.3.0-canary-${commit}-${dayAt(index)}`;
}
