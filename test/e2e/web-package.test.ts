import { beforeAll, describe, expect, test } from 'vitest';

import { anonymous, type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { sessionCookie } from '../session-cookie.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

const pageOf = (name: string, rest = ''): string => `/-/web/package/${name}${rest}`;
const textOf = async (path: string): Promise<string> => String((await reader.get(path)).body);
/** What a browser sends where somebody is signed in. */
const session = (client: Client): Readonly<Record<string, string>> => ({
  cookie: sessionCookie(registry, client),
});

const TABS = ['/versions', '/dependencies', '/downloads', '/security', '/score'];

describe(`a package's pages, ${registry.name}`, () => {
  test('show what its manifest says, and how each client installs it from here', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({
      name,
      version: '1.2.0',
      description: 'Cuts <b>things</b>',
      license: 'MIT',
      repository: 'github:Acme/tool',
      keywords: ['cut', 'two words'],
      engines: { node: '>=20' },
      types: './index.d.ts',
    });
    const text = await textOf(pageOf(name));
    expect(text).toContain('Cuts &lt;b&gt;things&lt;/b&gt;');
    expect(text).toContain('href="https://github.com/acme/tool"');
    expect(text).toContain('<dt>Types</dt><dd>included</dd>');
    expect(text).toContain('href="/-/web/search?q=keywords%3Acut"');
    expect(text).toContain('href="/-/web/search?q=two+words"');
    expect(text).toContain(`href="/-/web/people/user/${alice.name}"`);
    const scope = name.slice(1).split('/')[0] ?? '';
    for (const command of [
      `npm install ${name}`,
      `pnpm add ${name}`,
      `yarn add ${name}`,
      `bun add ${name}`,
      `deno add npm:${name}`,
      `npm config set @${scope}:registry ${registry.url}/`,
      `@${scope}:registry=${registry.url}/`,
    ]) {
      expect(text).toContain(`<pre>${command}</pre>`);
    }
    expect(text).toContain(
      `<pre>yarn config set npmScopes.${scope}.npmRegistryServer ${registry.url}/`,
    );
  });

  test('are as the package was at a version, by number or tag; what is not there is not found', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0', dependencies: { old: '^1.0.0' } });
    await alice.publish({ name, version: '2.0.0', dependencies: { young: '^2.0.0' } });
    await alice.put(`/-/package/${name}/dist-tags/stable`, '"1.0.0"');
    for (const named of ['1.0.0', 'stable']) {
      const text = await textOf(pageOf(name, `/v/${named}`));
      expect(text).toContain(`npm install ${name}@1.0.0`);
      expect(text).toContain(`href="${pageOf(name, '/dependencies?version=1.0.0')}"`);
      expect(text).toContain(`href="${pageOf(name, '/files?version=1.0.0')}"`);
    }
    for (const path of ['/files?version=1.0.0', '/diff?from=2.0.0&to=1.0.0']) {
      const text = await textOf(pageOf(name, path));
      expect(text).toContain(`href="${pageOf(name, '/security?version=1.0.0')}"`);
    }
    expect(await textOf(pageOf(name, '/v/2.0.0'))).toContain(`<pre>npm install ${name}</pre>`);
    expect(await textOf(pageOf(name, '/dependencies?version=1.0.0'))).toContain('old</a>');
    expect(await textOf(pageOf(name, '/dependencies'))).toContain('young</a>');
    for (const path of ['/v/3.0.0', '/v/none', '/v/constructor', '/score?version=3.0.0']) {
      expect((await reader.get(pageOf(name, path))).status).toBe(404);
    }
    expect((await reader.get(pageOf(uniqueName()))).status).toBe(404);
  });

  test('of a private package are there for those alone who may read it', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    const bob = await user(registry, 'bob');
    for (const tab of ['', '/v/1.0.0', ...TABS]) {
      const path = pageOf(name, tab);
      expect((await reader.get(path)).status).toBe(404);
      expect((await reader.get(path, session(bob))).status).toBe(404);
      const { status, headers } = await reader.get(path, session(alice));
      expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    }
  });

  test('are asked for again by their ETag, until something changes', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const first = await reader.get(pageOf(name));
    expect(first.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
    const known = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await reader.get(pageOf(name), known)).status).toBe(304);
    await alice.publish({ name, version: '1.0.1' });
    expect((await reader.get(pageOf(name), known)).status).toBe(200);
    // A session changes nothing of what everybody is shown.
    const [anyones, hers] = [
      await reader.get(pageOf(name)),
      await reader.get(pageOf(name), session(alice)),
    ];
    expect(hers.headers.get('etag')).toBe(anyones.headers.get('etag'));
  });

  test('list the versions, the highest first, with their tags and what is said of them', async () => {
    const name = uniqueName();
    for (const version of ['1.9.0', '1.10.0']) await alice.publish({ name, version });
    const text = await textOf(pageOf(name, '/versions'));
    const listed = [...text.matchAll(/<th scope="row"[^>]*><a href="([^"]+)"/g)];
    expect(listed.map(([, path]) => path)).toEqual([
      pageOf(name, '/v/1.10.0'),
      pageOf(name, '/v/1.9.0'),
    ]);
    expect(text).toContain(`action="${pageOf(name, '/diff')}"`);
    expect((await reader.get(pageOf(name, '/versions?page=none'))).status).toBe(400);
  });

  test('say which advisories are about the version that is shown', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    await alice.publish({ name, version: '1.0.1' });
    await alice.put(`/-/v1/packages/${name}/advisories/cut-1`, {
      title: 'It cuts fingers',
      severity: 'high',
      vulnerable_versions: '<1.0.1',
    });
    expect(await textOf(pageOf(name, '/security?version=1.0.0'))).toContain('affects this version');
    const latest = await textOf(pageOf(name, '/security'));
    expect(latest).toContain('It cuts fingers');
    expect(latest).not.toContain('affects this version');
    expect(latest).toContain('npm audit signatures');
  });
});
