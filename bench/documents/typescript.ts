import { hex } from './noise.ts';
import { type PackageJson } from './publication.ts';
import { dayAt, rangesAt } from './ranges.ts';

/** As many versions as `typescript` had in November 2026. */
export const TYPESCRIPT_VERSIONS = 3478;

const TOOLS =
  '@dprint/formatter @dprint/typescript @esfx/canceltoken @eslint/js @octokit/rest @types/chai @types/diff @types/minimist @types/mocha @types/ms @types/node @types/source-map-support @types/which @typescript-eslint/rule-tester @typescript-eslint/type-utils @typescript-eslint/utils azure-devops-node-api c8 chai chalk chokidar convert-source-map diff esbuild eslint eslint-formatter-autolinkable-stylish eslint-plugin-import eslint-plugin-jsdoc eslint-plugin-regexp fast-xml-parser glob globals hereby jsonc-parser knip minimist mocha mocha-fivemat-progress-reporter monocart-coverage-reports ms node-fetch playwright source-map-support typescript-eslint'.split(
    ' ',
  );

/** Thousands of nightly builds with long lists of tools: the shape and size of `typescript`. */
export function typescript(name: string, index: number): PackageJson {
  return {
    name,
    author: 'Microsoft Corp.',
    homepage: 'https://typescript.example.org/',
    version: versionAt(index),
    license: 'Apache-2.0',
    description: 'TypeScript is a language for application scale JavaScript development',
    keywords: ['TypeScript', 'Microsoft', 'compiler', 'language', 'javascript'],
    bugs: { url: 'https://git.example.org/Microsoft/TypeScript/issues' },
    repository: { type: 'git', url: 'git+https://git.example.org/Microsoft/TypeScript.git' },
    main: './lib/typescript.js',
    typings: './lib/typescript.d.ts',
    bin: { tsc: './bin/tsc', tsserver: './bin/tsserver' },
    engines: { node: index < 2000 ? '>=4.2.0' : '>=14.17' },
    files: ['bin', 'lib', '!lib/enu', 'LICENSE.txt', 'README.md', 'SECURITY.md'],
    devDependencies: rangesAt(TOOLS, index, '^'),
    scripts: {
      test: 'hereby runtests-parallel --light=false',
      'test:eslint-rules': 'hereby run-eslint-rules-tests',
      build: 'npm run build:compiler && npm run build:tests',
      'build:compiler': 'hereby local',
      'build:tests': 'hereby tests',
      'build:tests:notypecheck': 'hereby tests --no-typecheck',
      clean: 'hereby clean',
      lint: 'hereby lint',
      format: 'dprint fmt',
      'setup-hooks': 'node scripts/link-hooks.mjs',
    },
    browser: {
      fs: false,
      os: false,
      path: false,
      crypto: false,
      buffer: false,
      'source-map-support': false,
      inspector: false,
    },
    ...(index < 1700 ? {} : { volta: { node: '20.1.0', npm: '8.19.4' } }),
    ...(index < 2600 ? {} : { gitHead: hex(`typescript commit ${index}`, 40) }),
  };
}

function versionAt(index: number): string {
  const release = Math.floor(index / 120);
  const line = `${2 + Math.floor(release / 6)}.${release % 6}`;
  return index % 20 === 19
    ? `${line}.${Math.floor((index % 120) / 20)}`
    : `${line}.0-dev.${dayAt(index)}`;
}
