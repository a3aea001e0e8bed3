import { type PackageJson } from './publication.ts';
import { rangesAt } from './ranges.ts';

/** As many versions as `express` had in November 2026. */
export const EXPRESS_VERSIONS = 290;

const DEPENDENCIES =
  'accepts body-parser content-disposition content-type cookie cookie-signature debug depd encodeurl etag finalhandler fresh http-errors merge-descriptors mime-types parseurl proxy-addr qs range-parser send serve-static statuses type-is'.split(
    ' ',
  );
const TOOLS = 'eslint express-session marked mocha supertest'.split(' ');

/** A middling package with many dependencies: the shape and size of `express`. */
export function express(name: string, index: number): PackageJson {
  const version = `${Math.floor(index / 60)}.${Math.floor((index % 60) / 6)}.${index % 6}`;
  return {
    name,
    version,
    description: 'Fast, unopinionated, minimalist web framework',
    author: 'TJ Holowaychuk <tj@example.org>',
    contributors: [
      'Aaron Heckmann <aaron@example.org>',
      'Douglas Christopher Wilson <doug@example.org>',
      'Young Jae Sim <young@example.org>',
    ],
    license: 'MIT',
    repository: 'expressjs/express',
    homepage: 'https://express.example.org/',
    keywords: [
      'express',
      'framework',
      'sinatra',
      'web',
      'http',
      'rest',
      'restful',
      'router',
      'app',
    ],
    dependencies: rangesAt(DEPENDENCIES, index, '~'),
    devDependencies: rangesAt(TOOLS, index, '^'),
    engines: { node: index < 150 ? '>= 0.10.0' : '>= 18' },
    main: 'index.js',
    files: ['LICENSE', 'History.md', 'Readme.md', 'index.js', 'lib/'],
    scripts: {
      lint: 'eslint .',
      test: 'mocha --require test/support/env --reporter spec --check-leaks test/ test/acceptance/',
      'test-ci': 'nyc --exclude examples --exclude test --reporter=lcovonly npm test',
      'test-cov': 'nyc --exclude examples --exclude test --reporter=html npm test',
    },
  };
}
