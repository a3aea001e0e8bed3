import { beforeAll, describe, expect, test } from 'vitest';

import { type Client, user } from '../client.ts';
import {
  entry,
  longName,
  packageJson,
  pax,
  rawPax,
  record,
  tarball,
} from '../domain/tarball/archive.ts';
import { type Files, uniqueName } from '../packages.ts';
import { sessionCookie } from '../session-cookie.ts';
import { target } from '../target.ts';

const registry = await target();
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

const NAMES = {
  markup: `<img src=x onerror=alert(1)>.js`,
  quotes: `a"b'c&d.js`,
  turned: 'abc\u202esj.txt',
};
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);

const publish = async (version: string, files: Files, name = uniqueName()): Promise<string> => {
  const { status } = await alice.publish({ name, version }, { files });
  expect(status).toBe(201);
  return name;
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const look = async (
  name: string,
  page: string,
  query: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const asked = new URLSearchParams(query).toString();
  const where = `/-/web/package/${name}/${page}${asked && `?${asked}`}`;
  const response = await registry.fetch(where, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('the files of a version', () => {
  test('are listed as text, whatever their names are', async () => {
    const files = Object.fromEntries(Object.values(NAMES).map((path) => [path, 'x']));
    const name = await publish('1.0.0', files);
    const { status, text } = await look(name, 'files');
    expect(status).toBe(200);
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;.js');
    expect(text).not.toContain('<img');
    expect(text).toContain('abc<mark>U+202E</mark>sj.txt');
    for (const path of Object.values(NAMES)) {
      expect((await look(name, 'files', { path })).status).toBe(200);
      expect((await look(name, 'raw', { version: '1.0.0', path })).text).toBe('x');
    }
  });

  test('with a line break in the name, or names of 4 KB, are never published', async () => {
    const long = `package/${'x'.repeat(4096)}`;
    const refused = [
      tarball(packageJson(), rawPax(record('path', 'package/a\nb')), entry('package/a')),
      tarball(packageJson(), pax({ path: long }), entry('package/a')),
      tarball(packageJson(), longName(long), entry('package/a')),
    ];
    for (const bytes of refused) {
      const answer = await alice.publish(
        { name: uniqueName(), version: '1.0.0' },
        { tarball: bytes },
      );
      expect(answer.status).toBe(400);
    }
  });

  test('are shown a page of a folder at a time', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 450 }, (_, at) => [`many/${String(at).padStart(3, '0')}.js`, '']),
    );
    const name = await publish('1.0.0', files);
    expect((await look(name, 'files')).text).toContain('450 files');
    const last = await look(name, 'files', { path: 'many', page: '3' });
    expect(last.text).toContain('449.js');
    expect(last.text).not.toContain('399.js');
    expect(last.text.length).toBeLessThan(40_000);
  });
});

describe('a file', () => {
  test('is shown with numbered lines, and Markdown as it was written', async () => {
    const name = await publish('1.0.0', { 'a/notes.md': '# Hello\n\n<script>alert(1)</script>\n' });
    const { text } = await look(name, 'files', { path: 'a/notes.md' });
    expect(text).toContain('id="L3"');
    expect(text).not.toContain('id="L4"');
    expect(text.replaceAll(/<\/?(?:span|a)\b[^>]*>/g, '')).toContain('# Hello');
    expect(text).not.toContain('<script>alert');
  });

  test('that is empty, binary or not UTF-8 says so or is shown', async () => {
    const name = await publish('1.0.0', {
      empty: '',
      'latin.txt': Buffer.from('Gr\u00fc\u00dfe an alle, die das lesen\n', 'latin1'),
      'code.wasm': Buffer.from([0, 0x61, 0x73, 0x6d]),
    });
    expect((await look(name, 'files', { path: 'empty' })).text).toContain('This file is empty');
    expect((await look(name, 'files', { path: 'latin.txt' })).text).toContain('an alle');
    expect((await look(name, 'files', { path: 'code.wasm' })).text).toContain('is not text');
  });

  test('of many lines or bytes is cut, with all of it as plain text', async () => {
    const lines = 'x\n'.repeat(20_000);
    const wide = `${'y'.repeat(99)}\n`.repeat(7000);
    const name = await publish('1.0.0', { lines, wide });
    const many = await look(name, 'files', { path: 'lines' });
    expect(many.text).toContain('id="L10000"');
    expect(many.text).not.toContain('id="L10001"');
    expect(many.text).toContain('only its beginning is shown');
    expect((await look(name, 'files', { path: 'wide' })).text).not.toContain('id="L5300"');
    const { text } = await look(name, 'raw', { version: '1.0.0', path: 'wide' });
    expect(text).toHaveLength(wide.length);
  });

  test('is never a page of its own', async () => {
    const name = await publish('1.0.0', {
      'index.html': '<script>alert(1)</script>',
      'picture.svg': '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      'picture.png': PNG,
      'false.png': '<script>alert(1)</script>',
      "it's (1).bin": Buffer.from([0, 1]),
    });
    const raw = async (path: string): Promise<Headers> => {
      const { headers, status } = await look(name, 'raw', { version: '1.0.0', path });
      expect([status, headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      return headers;
    };
    for (const path of ['index.html', 'picture.svg', 'false.png']) {
      expect((await raw(path)).get('content-type')).toBe('text/plain; charset=utf-8');
    }
    expect((await raw('picture.png')).get('content-type')).toBe('image/png');
    const saved = await raw("it's (1).bin");
    expect(saved.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''it%27s%20%281%29.bin",
    );
  });

  test('that is not there, and a version that is not, are not found', async () => {
    const name = await publish('1.0.0', {});
    for (const [page, query] of [
      ['files', { path: 'none' }],
      ['files', { path: '../package.json' }],
      ['files', { version: '9.9.9' }],
      ['raw', { version: '1.0.0', path: 'none' }],
      ['diff', { from: '0.0.1' }],
    ] as const) {
      expect((await look(name, page, query)).status).toBe(404);
    }
    expect((await look(name, 'files', { page: 'x' })).status).toBe(400);
  });
});

test('who asks when too many do is told to come back, and nobody waits for ever', async () => {
  const name = await publish('1.0.0', { 'a.js': 'x' });
  const asked = Array.from({ length: 40 }, async () => look(name, 'files', { path: 'a.js' }));
  const answers = (await Promise.all(asked)).map(
    ({ status, headers }) => `${status} ${headers.get('retry-after')}`,
  );
  expect(['200 null', '503 2']).toEqual(expect.arrayContaining([...new Set(answers)]));
  expect((await look(name, 'files', { path: 'a.js' })).status).toBe(200);
});

describe('a private package', () => {
  test('shows its files to nobody but those who may read it', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    for (const version of ['1.0.0', '1.0.1']) {
      await alice.publish({ name, version }, { access: 'restricted', files: { secret: version } });
    }
    const cookie = sessionCookie(registry, alice);
    const place = { version: '1.0.0', path: 'secret' };
    for (const [page, query] of [
      ['files', place],
      ['raw', place],
      ['diff', {}],
    ] as const) {
      expect((await look(name, page, query)).status).toBe(404);
      const seen = await look(name, page, query, { cookie });
      expect(seen.status).toBe(200);
      expect(seen.text).toContain('1.0.0');
      expect(seen.headers.get('cache-control')).toContain('no-store');
    }
  });
});

const files = (word: string): Files =>
  Object.fromEntries(
    Array.from({ length: 150 }, (_, at) => [`f${at}.js`, `${word} ${at}\n`.repeat(200)]),
  );

describe('what differs', () => {
  test('is what was published last and what was before it', async () => {
    const name = await publish('1.0.0', { 'a.js': 'one\n', same: 'x' });
    await publish('1.1.0', { 'a.js': 'two\n', same: 'x' }, name);
    const { text } = await look(name, 'diff');
    expect(text).toContain('<span class="line removed">-one');
    expect(text).toContain('<span class="line added">+two');
    expect(text).toContain('0 added, 0 removed, 2 changed');
    const back = await look(name, 'diff', { from: '1.1.0', to: '1.0.0', path: 'a.js' });
    expect(back.text).toContain('<span class="line added">+one');
    const same = await look(name, 'diff', { from: '1.0.0', to: '1.1.0', path: 'same' });
    expect(same.text).toContain('is the same in both versions');
  });

  test('of a package with one version is nothing', async () => {
    const name = await publish('1.0.0', {});
    expect((await look(name, 'diff')).text).toContain('nothing to compare yet');
  });

  test('is said in so much as a page has room for', async () => {
    const name = await publish('1.0.0', files('old'));
    await publish('2.0.0', files('new'), name);
    const { text } = await look(name, 'diff');
    expect(text).toContain('Page 1 of 2');
    expect(text).toContain('281 more lines');
    expect(text.length).toBeLessThan(150_000);
    expect((await look(name, 'diff', { page: '2' })).text).toContain('Page 2 of 2');
  });
});
