import { describe, expect, test } from 'vitest';

import { layout, type Page } from '#web/layout.ts';
import { dependenciesPage } from '#web/package/dependencies.ts';
import { dependentsPage } from '#web/package/dependents.ts';
import { installTabs } from '#web/package/install.ts';
import { factsOf } from '#web/package/manifest-facts.ts';
import type { PackageHead } from '#web/package/shell.ts';
import { keywordPath } from '#web/paths.ts';
import { resultItem } from '#web/search/result-item.ts';
import { byteCount, shortText } from '#web/wording.ts';

const HEAD: PackageHead = {
  name: '@acme/tool',
  version: '1.0.0',
  description: '',
  visibility: 'public',
  publishedAt: '2026-11-21T00:00:00.000Z',
};

const textOf = (page: Page): string => layout(page, { url: 'https://npm.example.com' }).text;

/** Whatever JSON may stand where a text, a list or an object is expected. */
const ODD: readonly unknown[] = [
  null,
  true,
  7,
  '',
  'javascript:alert(1)',
  '"><script>alert(1)</script>',
  'x'.repeat(100_000),
  ['<b>', null, ['deep']],
  { url: 'javascript:alert(1)', type: { type: 'x' }, '"><i>': '<u>' },
];

describe('what a manifest says', () => {
  test.each(ODD.map((value) => [JSON.stringify(value).slice(0, 40), value]))(
    'leads nowhere and stays short, whatever it is: %s',
    (_, value) => {
      const fields = ['repository', 'homepage', 'bugs', 'funding', 'license', 'keywords'];
      const more = ['engines', 'scripts', 'exports', 'types', 'gypfile', 'type', 'module'];
      const facts = factsOf(Object.fromEntries([...fields, ...more].map((key) => [key, value])));
      const { repository, homepage, bugs, funding } = facts;
      expect([repository, homepage, bugs, funding]).toEqual(Array(4).fill(undefined));
      expect(JSON.stringify(facts).length).toBeLessThan(2000);
    },
  );

  test.each([
    ['github:Acme/Tool', 'https://github.com/acme/tool'],
    ['acme/tool', 'https://github.com/acme/tool'],
    [{ url: 'git+https://git.example.com/a/b.git' }, 'https://git.example.com/a/b'],
    ['git+ssh://git@git.example.com/a/b.git', 'https://git.example.com/a/b'],
    ['git@git.example.com:a/b.git', 'https://git.example.com/a/b'],
  ])('of its repository leads to the place: %s', (repository, url) => {
    expect(factsOf({ repository }).repository).toBe(url);
  });
});

test('words are cut, on one line, and run one way', () => {
  expect(shortText('a\u202eb\n\u0000c', 10)).toBe('a b c');
  expect(shortText('😀'.repeat(100), 10)).toMatch(/^😀+.?…$/u);
  expect([0, 999, 1000, 1_250_000, 3e12].map(byteCount)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '1.25 MB',
    '3 TB',
  ]);
});

test('keywords that a search could not read are looked for as words', () => {
  expect(keywordPath('cli')).toBe('/-/web/search?q=keywords%3Acli');
  expect(keywordPath('c++')).toBe('/-/web/search?q=c%2B%2B');
});

test('dependencies lead to packages here, those from elsewhere nowhere', () => {
  const text = textOf(
    dependenciesPage({
      head: HEAD,
      manifest: {
        dependencies: {
          plain: '^1',
          other: 'npm:@acme/real@^2',
          repo: 'acme/repo',
          url: 'https://x.test/a.tgz',
        },
        bundleDependencies: ['plain'],
        peerDependencies: { '"><script>': '*', host: '>=1' },
        peerDependenciesMeta: { host: { optional: true } },
      },
    }),
  );
  expect(text).toContain(
    '<a href="/-/web/package/plain">plain</a> <code>^1</code> <span class="tag">bundled',
  );
  expect(text).toContain('<a href="/-/web/package/@acme/real">other</a>');
  expect(text).toContain('<span>repo</span>');
  expect(text).toContain('<span>url</span>');
  expect(text).toContain('<span>&quot;&gt;&lt;script&gt;</span>');
  expect(text).toContain('<code>&gt;=1</code> <span class="tag">optional');
});

test('dependents are listed with what they ask for, page after page', () => {
  const dependents = [{ name: '@acme/app', version: '2.0.0', range: '^1.0.0' }];
  const text = textOf(
    dependentsPage({ head: HEAD, dependents, next: '/-/web/package/x/dependents?after=1' }),
  );
  expect(text).toContain('<a href="/-/web/package/@acme/app">@acme/app</a>');
  expect(text).toContain('<code>^1.0.0</code>');
  expect(text).toContain('href="/-/web/package/x/dependents?after=1"');
  expect(textOf(dependentsPage({ head: HEAD, dependents: [] }))).toContain(
    'No package of this registry depends',
  );
});

const commands = (name: string, registry: string): string =>
  installTabs({ name, version: undefined, registry })
    .text.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");

describe('the commands for yarn', () => {
  test('name a scope with a dot as one', () => {
    expect(commands('@a.b/x', 'https://npm.example.com')).toContain(
      `<pre>yarn config set 'npmScopes["a.b"].npmRegistryServer' https://npm.example.com/</pre>`,
    );
  });

  test('make it trust a registry without TLS', () => {
    expect(commands('x', 'http://localhost:4873')).toContain(
      `<pre>yarn config set npmRegistryServer http://localhost:4873/\nyarn config set unsafeHttpWhitelist --json '["localhost"]'</pre>`,
    );
  });
});

const publishedBy = (publisher: string): string =>
  resultItem({
    name: 'x',
    version: '1.0.0',
    description: '',
    publishedAt: '2026-11-21T00:00:00.000Z',
    publisher,
    keywords: [],
    license: '',
    deprecated: false,
    isPrivate: false,
    exact: false,
    isUpstream: false,
  }).text;

test('a result leads to its publisher where that is a user', () => {
  expect(publishedBy('alice')).toContain('>alice</a>');
  expect(publishedBy('GitHub Actions')).toContain(' by GitHub Actions');
});
