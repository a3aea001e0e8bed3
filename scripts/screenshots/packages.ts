import type { Files, Manifest } from '../../test/packages.ts';

/** One version of a package, and how many days ago it was published. */
export interface Release {
  readonly manifest: Manifest;
  readonly readme: string;
  readonly files: Files;
  readonly daysAgo: number;
  readonly by: 'alice' | 'ben';
}

const README = `# @acme/cache

A small cache for the results of **slow functions**: bounded in size, with a time to live, and safe when the same key is asked for many times at once.

- No dependencies, 2 kB
- One call in flight per key
- Works in browsers, on servers and at the edge

## Installation

\`\`\`sh
npm install @acme/cache
\`\`\`

## Usage

\`\`\`js
import { createCache } from '@acme/cache';

const prices = createCache({
  size: 500,
  ttl: 60_000, // milliseconds
  load: async (id) => (await fetch(\`/prices/\${id}\`)).json(),
});

const price = await prices.get('apples');
\`\`\`

> [!NOTE]
> An error of \`load\` is not cached: the next call tries again.

## Options

| Option | Type | Default | What it does |
| ------ | ---- | ------: | ------------ |
| \`size\` | number | 1,000 | Entries that are kept; the least recently used goes first |
| \`ttl\` | number | none | Milliseconds until an entry is loaded again |
| \`load\` | function | required | Gets what is not there |
| \`onEvict\` | function | none | Is told what was dropped, and why |

## Questions

1. **Does it share entries between processes?** No. Put a store behind \`load\` for that.
2. **Can I clear it?** \`prices.clear()\`, or \`prices.delete(key)\` for one entry.

- [x] Stale while revalidate
- [ ] Size in bytes
`;

const short = (name: string, description: string): string =>
  `# ${name}\n\n${description}.\n\n\`\`\`sh\nnpm install ${name}\n\`\`\`\n`;

const CACHE = (size: number): string => `/** Keeps results of a slow function. */
export function createCache({ size = ${size}, ttl = Infinity, load, onEvict }) {
  const entries = new Map();
  const loading = new Map();

  async function get(key) {
    const found = entries.get(key);
    if (found && found.until > Date.now()) {
      entries.delete(key);
      entries.set(key, found);
      return found.value;
    }
    const running = loading.get(key) ?? begin(key);
    return running;
  }

  return { get, clear: () => entries.clear() };
}
`;

const CACHE_FILES: Files = {
  'README.md': README,
  LICENSE: 'MIT License\n\nCopyright (c) Acme\n',
  'dist/index.js': CACHE(1000),
  'dist/index.d.ts': 'export declare function createCache<T>(options: Options<T>): Cache<T>;\n',
  'docs/eviction.md': '# Eviction\n\nThe least recently used entry goes first.\n',
};

const CACHE_2: Files = {
  ...CACHE_FILES,
  'dist/index.js': CACHE(500)
    .replace('clear: () => entries.clear()', 'clear: () => entries.clear(), delete: remove')
    .replace(
      '  return {',
      '  function remove(key) {\n    const { value } = entries.get(key) ?? {};\n    entries.delete(key);\n    onEvict?.(key, value);\n  }\n\n  return {',
    ),
  'dist/stale.js': 'export const isStale = ({ until }) => until < Date.now();\n',
};

const COMMON = {
  license: 'MIT',
  type: 'module',
  engines: { node: '>=20' },
  author: { name: 'Alice Moreau', email: 'alice@example.com' },
};

const cache = (version: string, daysAgo: number, files = CACHE_FILES, more = {}): Release => ({
  manifest: {
    name: '@acme/cache',
    version,
    description: 'A small cache for the results of slow functions',
    keywords: ['cache', 'lru', 'ttl', 'memoize'],
    homepage: 'https://acme.example.com/cache',
    bugs: 'https://acme.example.com/cache/issues',
    repository: 'github:acme/tool',
    types: './dist/index.d.ts',
    exports: { '.': './dist/index.js' },
    ...COMMON,
    ...more,
  },
  readme: README,
  files,
  daysAgo,
  by: 'alice',
});

type Other = readonly [name: string, versions: Readonly<Record<string, number>>, text: string];

const plain =
  (by: Release['by'], more: object) =>
  ([name, versions, description]: Other): readonly Release[] =>
    Object.entries(versions).map(([version, daysAgo]) => ({
      manifest: { name, version, description, ...COMMON, repository: 'github:acme/tool', ...more },
      readme: short(name, description),
      files: { 'index.js': 'export {};\n', 'README.md': short(name, description) },
      daysAgo,
      by,
    }));

const OF_ACME: readonly Other[] = [
  ['@acme/http', { '3.0.0': 38, '3.1.0': 21, '3.1.1': 4 }, 'Requests with retries and timeouts'],
  ['@acme/logger', { '1.0.0': 40, '1.1.0': 12 }, 'Writes lines of JSON to standard output'],
  ['@acme/forms', { '0.9.0': 30, '1.0.0': 9 }, 'Reads and checks what people fill in'],
  ['@acme/icons', { '5.2.0': 17, '5.3.0': 2 }, 'The icons of all our products, as SVG'],
  ['@acme/eslint-config', { '2.0.0': 33 }, 'How code is written at Acme'],
];
const OF_ORCHARD: readonly Other[] = [
  ['@orchard/sensors', { '0.4.0': 26, '0.5.0': 7 }, 'Reads temperature and humidity of the field'],
  ['@orchard/forecast', { '1.2.0': 18, '1.3.0': 3 }, 'Frost warnings two days ahead'],
  ['@orchard/irrigation', { '2.0.0': 11 }, 'Opens valves when the soil is dry'],
  ['@orchard/maps', { '0.1.0': 1 }, 'Draws rows of trees on a map'],
];
const OF_NOBODY: readonly Other[] = [
  [
    'slow-functions',
    { '1.0.0': 36, '1.0.1': 20 },
    'A collection of functions that take their time',
  ],
  ['left-justify', { '0.0.3': 28 }, 'Justifies text, to the left'],
];

/** The oldest first. */
export const RELEASES: readonly Release[] = [
  cache('1.0.0', 41),
  cache('1.1.0', 25),
  cache('1.2.0', 15),
  cache('2.0.0-beta.1', 8, CACHE_2),
  cache('2.0.0', 1, CACHE_2, {
    dependencies: { '@acme/logger': '^1.1.0' },
    optionalDependencies: { fsevents: '^2.3.3' },
    peerDependencies: { typescript: '>=5' },
    devDependencies: { '@acme/eslint-config': '^2.0.0' },
    scripts: { build: 'tsc -p .', postinstall: 'node dist/index.js --check' },
  }),
  ...OF_ACME.flatMap(plain('alice', { dependencies: { '@acme/cache': '^1.0.0' } })),
  ...OF_ORCHARD.flatMap(
    plain('ben', { dependencies: { '@acme/http': '^3.1.0', '@acme/cache': '^2.0.0' } }),
  ),
  ...OF_NOBODY.flatMap(plain('ben', { keywords: ['slow', 'cache'] })),
].toSorted((a, b) => b.daysAgo - a.daysAgo);
