import { describe, expect, test } from 'vitest';

import { renderReadme } from '#domain/readme/render.ts';
import { repositoryOf } from '#domain/readme/repository.ts';

const unexpectedly = (error: unknown): never => {
  throw error;
};

const files = '/-/web/package/x/files?path=';
const repository = repositoryOf({
  repository: { url: 'git+https://github.com/acme/tool.git', directory: './packages/x/' },
});
const render = (text: string, filename = 'README.md'): string =>
  renderReadme({ text, filename, base: { files, repository } }, unexpectedly);
const renderAlone = (text: string): string =>
  renderReadme({ text, filename: 'README.md', base: { files } }, unexpectedly);

/** Opening tags of headings, in their order. */
const headings = (html: string): readonly string[] =>
  [...html.matchAll(/<h\d id="([^"]*)"|<(h\d)/g)].map(([text]) => text);

describe('headings of a README', () => {
  test('begin below the page’s own, and leave out no level', () => {
    const html = render('# a\n\n### b\n\n###### c\n\n## d\n\n<h1 align="center">e</h1>');
    expect(headings(html).map((each) => each.slice(1, 3))).toEqual(['h2', 'h3', 'h4', 'h3', 'h2']);
    expect(headings(render('### a\n\n## b')).map((each) => each.slice(1, 3))).toEqual(['h2', 'h2']);
  });

  test('are found by the links of a table of contents', () => {
    const html = render(
      '[a](#what-is-it) [b](#What-is-it-1) [c](#Old) [d](#%C3%BCber-uns) [e](#nowhere)\n\n# What is `it`?\n\n# What is it\n\n# Über uns\n\n<a name="Old"></a>',
    );
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'user-content-what-is-it',
      'user-content-what-is-it-1',
      'user-content-über-uns',
      'user-content-Old',
    ]);
    const hrefs = [...html.matchAll(/href="#([^"]*)"/g)].map(([, href = '']) =>
      decodeURIComponent(href),
    );
    expect(hrefs).toEqual([
      'user-content-what-is-it',
      'user-content-what-is-it-1',
      'user-content-Old',
      'user-content-über-uns',
      'user-content-nowhere',
    ]);
  });

  test('that say nothing are none; of a logo a paragraph is left', () => {
    expect(headings(render('# \n\n## <span></span>\n\n# <img src="a.png">'))).toEqual([]);
    expect(render('# ![Tool](a.png)')).toMatch(/^<h2 id="user-content-tool"><img /);
  });
});

describe('links and images of a README', () => {
  test('lead to the files of its folder in the repository', () => {
    expect(render('[a](docs/a.md#b) [c](/LICENSE) [d](../y)')).toMatch(
      /blob\/HEAD\/packages\/x\/docs\/a\.md#b".*blob\/HEAD\/LICENSE".*blob\/HEAD\/packages\/y"/,
    );
    expect(render('![a](./a.svg?raw=true) ![b](/b.png)')).toMatch(
      /src="https:\/\/raw\.githubusercontent\.com\/acme\/tool\/HEAD\/packages\/x\/a\.svg\?raw=true".*HEAD\/b\.png"/,
    );
  });

  test('without a repository lead to the files of the package, and images are what they say', () => {
    expect(renderAlone('[a](./docs/a%20b.md#c)')).toContain(`href="${files}docs%2Fa%20b.md"`);
    expect(renderAlone('![the logo](logo.png) ![](x.png)')).toBe('<p>the logo </p>\n');
  });

  test('tell nobody where they stand, and come by HTTPS', () => {
    expect(render('![](http://a.example/x.png)')).toBe(
      '<p><img src="https://a.example/x.png" alt="" loading="lazy" referrerpolicy="no-referrer"></p>\n',
    );
    expect(render('https://a.example')).toContain('rel="nofollow ugc noopener"');
    expect(
      render('<img src="https://github.com/o/r/blob/main/a.png" width="40" height="7em">'),
    ).toMatch(/src="https:\/\/github\.com\/o\/r\/raw\/main\/a\.png" width="40" alt=""/);
  });

  test('that show an image alone are called after where they lead; those that show nothing are gone', () => {
    expect(render('[![](https://a.example/x.svg)](https://ci.example/x)')).toContain(
      'aria-label="ci.example"',
    );
    expect(render('a[](https://ci.example)b')).toBe('<p>ab</p>\n');
  });
});

describe('a README', () => {
  test('has tables that scroll, each by a name of its own', () => {
    const html = render('|a|\n|:-:|\n|1|\n\n|b||\n|--|--|\n|1|2|');
    expect(html).toContain('<div class="scroll" tabindex="0" role="region" aria-label="Table 1">');
    expect(html).toContain('aria-label="Table 2"');
    expect(html).toContain('<td align="center">1</td>');
    expect(html).toContain('<th>b</th>\n<td></td>');
  });

  test('has tasks that nobody can tick, and notices', () => {
    const html = render('- [ ] one\n- [x] two\n\n> [!TIP]\n> Try it\n\n> [!OTHER]\n> quoted');
    expect(html).toContain('<input type="checkbox" disabled="" aria-label="To do"> one');
    expect(html).toContain('<input type="checkbox" disabled="" checked="" aria-label="Done"> two');
    expect(html).toContain('<div class="notice"><p><strong>Tip</strong></p>\n<p>Try it</p>');
    expect(html).toContain('<blockquote>\n<p>[!OTHER]');
  });

  test('has code in the colours of its language', () => {
    expect(render('```ts\nconst a = 1\n```')).toContain('<span class="hljs-keyword">const</span>');
    expect(render('```none\nconst a = 1\n```')).toBe('<pre><code>const a = 1\n</code></pre>\n');
  });

  test('that is no Markdown is shown as it is written', () => {
    expect(render('# <b>', 'README')).toBe('<pre class="plain"># &#60;b&#62;</pre>');
  });

  test('keeps what people use HTML for', () => {
    expect(
      render(
        '<p align="center"><kbd>a</kbd></p>\n<details><summary>More</summary>\n\nx\n\n</details>\n\n<picture><source media="(prefers-color-scheme: dark)" srcset="https://a.example/d.png 1x"><img alt="a" src="https://a.example/l.png"></picture>',
      ),
    ).toMatch(
      /<p align="center"><kbd>a<\/kbd><\/p>\n<details><summary>More<\/summary>\n<p>x<\/p>\n<\/details>\n<p><picture><source media="\(prefers-color-scheme: dark\)" srcset="https:\/\/a\.example\/d\.png"><img /,
    );
  });
});

const raw = (repo: unknown): string | undefined => repositoryOf({ repository: repo })?.raw;

describe('the repository of a package', () => {
  test.each([
    'acme/tool',
    'github:acme/tool',
    'https://github.com/acme/tool',
    'git+https://github.com/acme/tool.git',
    'git+ssh://git@github.com/acme/tool.git',
    'git://github.com/acme/tool.git#main',
    'git@github.com:acme/tool.git',
    'https://www.github.com/acme/tool/tree/main/packages/x',
    { type: 'git', url: 'https://github.com/acme/tool' },
  ])('is known by %j', (repo) => {
    expect(raw(repo)).toBe('https://raw.githubusercontent.com/acme/tool/HEAD/');
  });

  test('may be with others', () => {
    expect(raw('gitlab:a/b/c')).toBe('https://gitlab.com/a/b/c/-/raw/HEAD/');
    expect(raw('https://gitlab.com/a/b/c/-/tree/main')).toBe(
      'https://gitlab.com/a/b/c/-/raw/HEAD/',
    );
    expect(raw('bitbucket:a/b')).toBe('https://bitbucket.org/a/b/raw/HEAD/');
    expect(raw('https://codeberg.org/a/b.git')).toBe('https://codeberg.org/a/b/raw/branch/HEAD/');
  });

  test.each([
    'https://git.example/a/b',
    'https://github.com/a',
    'https://github.com/../..',
    'https://github.com/a/b%22onload',
    'javascript:alert(1)',
    'evil:a/b',
    '',
    7,
    null,
    { url: {} },
  ])('is none that is known by %j', (repo) => {
    expect(raw(repo)).toBeUndefined();
  });
});

describe('rendering', () => {
  test('goes on behind half a character, in a heading that is cut and in the name of a folder', () => {
    const html = render(`# ${'x'.repeat(199)}𝒳 and more\n\n[a](#${'x'.repeat(199)}𝒳-and-more)`);
    const [id] = headings(html);
    expect([id?.isWellFormed(), html.includes('href="#user-content-')]).toEqual([true, true]);
    const odd = repositoryOf({ repository: { url: 'acme/tool', directory: 'a/\ud800' } });
    const base = { files, repository: odd };
    expect(renderReadme({ text: '[a](b.md)', filename: 'a.md', base }, unexpectedly)).toContain(
      'href="https://github.com/acme/tool/blob/HEAD/a/%EF%BF%BD/b.md"',
    );
  });

  test('that fails leaves the text, and is told', () => {
    const failure = new Error('broken');
    const base = {
      get files(): string {
        throw failure;
      },
    };
    const failures: unknown[] = [];
    const text = '# A\n\n[b](c) <i>';
    const html = renderReadme({ text, filename: 'a.md', base }, (error) => failures.push(error));
    expect(html).toBe('<pre class="plain"># A\n\n[b](c) &#60;i&#62;</pre>');
    expect(failures).toEqual([failure]);
  });
});
