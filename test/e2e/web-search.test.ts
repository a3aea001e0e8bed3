import { describe, expect, test, vi } from 'vitest';

import { shardOf } from '#store/packages.ts';

import { type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { sessionCookie } from '../session-cookie.ts';
import { target } from '../target.ts';

const registry = await target();
const PATIENCE = registry.advance ? 15_000 : 60_000;
const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

/** What a browser shows, signed in by its session where somebody is named. */
const open = async (path: string, who?: Client): Promise<Response> =>
  registry.fetch(path, {
    redirect: 'manual',
    headers: {
      accept: HTML,
      ...(who && { cookie: sessionCookie(registry, who) }),
    },
  });

const read = async (path: string, who?: Client): Promise<string> => (await open(path, who)).text();

const query = (values: Readonly<Record<string, string>>): string =>
  new URLSearchParams(values).toString();

const search = async (text: string, who?: Client, page = 1): Promise<string> =>
  read(`/-/web/search?${query({ q: text, page: String(page) })}`, who);

const suggested = async (text: string, who?: Client): Promise<readonly string[]> => {
  const answer = await open(`/-/web/suggest?${query({ text })}`, who);
  const { packages } = (await answer.json()) as { packages: readonly { name: string }[] };
  return packages.map(({ name }) => name);
};

/** What is derived from packages follows them a moment later. */
const eventually = async (check: () => Promise<boolean>): Promise<void> => {
  await vi.waitUntil(check, { timeout: PATIENCE, interval: 100 });
};

describe(`search in a browser, ${registry.name}`, () => {
  test('shows what was found, by words and qualifiers, in pages', async () => {
    const alice = await user(registry, 'alice');
    const word = uniqueName('word').replaceAll('-', '');
    const manifest = { version: '1.2.3', description: `<i>${word}</i>`, keywords: [`k${word}`] };
    const names = Array.from({ length: 21 }, (_, index) => `${word}-${index}`);
    for (const name of names) await alice.publish({ name, license: 'Apache-2.0', ...manifest });
    await eventually(async () => (await search(word)).includes('21 packages, page 1 of 2'));

    const [first, second] = [await search(word), await search(word, undefined, 2)];
    const shown = names.map((name) => `href="/-/web/package/${name}"`);
    expect(shown.filter((link) => first.includes(link))).toHaveLength(20);
    expect(shown.filter((link) => second.includes(link))).toHaveLength(1);
    expect(first).toContain(`&lt;i&gt;${word}&lt;/i&gt;`);
    for (const said of ['1.2.3', 'Apache-2.0', `href="/-/web/people/user/${alice.name}"`]) {
      expect(first).toContain(said);
    }
    for (const text of [`keywords:k${word}`, `maintainer:${alice.name}`]) {
      expect(await search(text)).toContain('21 packages');
    }
    const exact = await search(names[7] ?? '');
    expect(exact).toMatch(new RegExp(`>${names[7]}</a>[^]{0,80}exact match`));
    expect(exact.match(/exact match/g)).toHaveLength(1);
    expect(await suggested(`${word}-1`)).toHaveLength(8);
    expect(await suggested(names[7] ?? '')).toContain(names[7]);
  });

  test('shows a private package to its owner, and to nobody else, anywhere', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const word = uniqueName('secret').replaceAll('-', '');
    const name = `${word}-x`;
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    await eventually(async () => (await suggested(word, alice)).includes(name));
    expect(await search(word, alice)).toContain('<span class="tag">private</span>');
    const feed = `/-/web/package/${name}/feed.atom`;
    expect(await read(feed, alice)).toContain(`<title>${name} 1.0.0</title>`);
    expect((await open(feed, alice)).headers.get('cache-control')).toBe('private, no-cache');
    for (const other of [bob, undefined]) {
      expect(await suggested(word, other)).toEqual([]);
      expect(await search(word, other)).toContain('Nothing found');
      expect((await open(feed, other)).status).toBe(404);
    }
    for (const path of ['/', '/-/web/feed.atom', `/-/web/sitemap/${shardOf(name as never)}.xml`]) {
      const answer = await open(path, alice);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(await answer.text()).not.toContain(name);
    }
  });

  test.each([
    '"><script>alert(1)</script>',
    "' onfocus=alert(1) x='",
    '\u0000\u202E*:"',
    'a'.repeat(3000),
  ])('shows %j as text', async (text) => {
    const answer = await open(`/-/web/search?${query({ q: text })}`);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).not.toMatch(/<script>|value="[^"]*"[^>]* onfocus/);
    expect(page).toContain('</html>');
    expect(await suggested(text)).toEqual([]);
  });

  test('a page that is no number is refused by a page', async () => {
    const answer = await open('/-/web/search?q=a&page=x');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      400,
      'text/html; charset=utf-8',
    ]);
  });
});

describe(`feeds, ${registry.name}`, () => {
  test('a package’s has its versions, the newest first, and is not sent twice', async () => {
    const alice = await user(registry, 'alice');
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    for (const version of ['1.0.0', '2.0.0', '1.0.1']) await alice.publish({ name, version });
    const path = `/-/web/package/${name}/feed.atom`;
    const answer = await open(path);
    expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const ids = [...(await answer.text()).matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id);
    const page = `${registry.url}/-/web/package/${name}`;
    const entries = ['1.0.1', '2.0.0', '1.0.0'].map((version) => `${page}/v/${version}`);
    expect(ids).toEqual([`${page}/feed.atom`, ...entries]);
    const etag = answer.headers.get('etag') ?? '';
    const again = await registry.fetch(path, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  test('the registry’s and the sitemap name what is public and new', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    await alice.publish({ name, version: '3.2.1', description: 'a & b' });
    // The edge may be an hour behind.
    const later = async (path: string) => {
      registry.advance?.(3_600_000);
      return read(`${path}?${uniqueName()}`);
    };
    const feed = async () => later('/-/web/feed.atom');
    await eventually(async () => (await feed()).includes(`<title>${name} 3.2.1</title>`));
    expect(await feed()).toContain('<summary>a &amp; b</summary>');
    const part = `/-/web/sitemap/${shardOf(name as never)}.xml`;
    const address = `<loc>${registry.url}/-/web/package/${name}</loc>`;
    await eventually(async () => (await later(part)).includes(address));
    expect(await later('/-/web/sitemap.xml')).toContain(`${registry.url}${part}`);
    for (const none of ['16', '01', '1.0']) {
      expect((await open(`/-/web/sitemap/${none}.xml`)).status).toBe(404);
    }
  });

  test('crawlers get rules where clients look for a package', async () => {
    const rules = await registry.fetch('/robots.txt', { headers: { accept: '*/*' } });
    expect(await rules.text()).toContain(`Sitemap: ${registry.url}/-/web/sitemap.xml`);
    const headers = { accept: 'application/json' };
    expect((await registry.fetch('/robots.txt', { headers })).status).toBe(404);
  });
});
