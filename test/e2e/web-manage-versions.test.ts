import { describe, expect, test } from 'vitest';

import { type Client, escape, published, user } from '../client.ts';
import { grant, organization, team } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { staged, versionsOf } from '../staging.ts';
import { target } from '../target.ts';
import { browserOf } from '../web-forms.ts';

const registry = await target();

const settings = (name: string, page = ''): string => `/-/web/manage/${name}${page}`;
const log = (name: string): string => `/-/web/audit/package/${name}`;
const documentOf = async (client: Client, name: string): Promise<any> =>
  (await client.get(`/${escape(name)}`)).body;

describe(`forms of what a package has, ${registry.name}`, () => {
  test('deprecate, tag, and take both back', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0', '2.0.0');
    const browser = browserOf(registry, alice);
    const path = settings(name, '/versions');
    const message = 'use 2 <b>"instead"</b>';
    await browser.send(path, { do: 'deprecate', range: '<2.0.0', message });
    const { versions } = await documentOf(alice, name);
    expect(['1.0.0', '1.1.0', '2.0.0'].map((each) => versions[each].deprecated)).toEqual([
      message,
      message,
      undefined,
    ]);
    expect((await browser.open(path)).text).toContain('use 2 &lt;b&gt;&quot;instead&quot;');
    await browser.send(path, { do: 'undeprecate', range: '*' });
    expect((await documentOf(alice, name)).versions['1.0.0'].deprecated).toBeUndefined();
    for (const range of ['>=9', 'not a range'])
      expect((await browser.send(path, { do: 'deprecate', range, message })).status).toBe(400);
    expect((await browser.send(path, { do: 'tag', tag: 'old', version: '1.0.0' })).status).toBe(
      303,
    );
    expect((await documentOf(alice, name))['dist-tags'].old).toBe('1.0.0');
    await browser.send(path, { do: 'untag', tag: 'old' });
    expect(Object.keys((await documentOf(alice, name))['dist-tags'])).toEqual(['latest']);
    expect((await browser.send(path, { do: 'untag', tag: 'latest' })).status).toBe(403);
  });

  test('unpublish a version or all of it, once its name was typed', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0');
    const browser = browserOf(registry, alice);
    const path = settings(name, '/unpublish');
    await alice.put(`/${escape(name)}`, { versions: { '1.1.0': { deprecated: 'kept' } } });
    const version = { do: 'version', version: '1.0.0', confirm: name };
    expect((await browser.send(path, { ...version, confirm: 'other' })).status).toBe(400);
    expect((await browser.send(path, { ...version, version: '9.9.9' })).status).toBe(404);
    expect((await browser.send(path, version)).status).toBe(303);
    const left = (await documentOf(alice, name)).versions;
    expect(Object.keys(left)).toEqual(['1.1.0']);
    expect(left['1.1.0'].deprecated).toBe('kept');
    const [, rev = ''] = /name="rev" value="([^"]+)"/.exec((await browser.open(path)).text) ?? [];
    await alice.put(`/-/package/${escape(name)}/dist-tags/beta`, '"1.1.0"');
    // Somebody changed it since the page was shown.
    expect((await browser.send(path, { do: 'all', rev, confirm: name })).status).toBe(409);
    const [, now = ''] = /name="rev" value="([^"]+)"/.exec((await browser.open(path)).text) ?? [];
    expect((await browser.send(path, { do: 'all', rev: now, confirm: name })).status).toBe(200);
    expect((await alice.get(`/${escape(name)}`)).status).toBe(404);
    expect((await browser.open(log(name))).text).toContain('Unpublished');
  });

  test('approve and reject what is staged, with what is different in it', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const browser = browserOf(registry, alice);
    const path = settings(name, '/staged');
    const manifest = { name, scripts: { postinstall: '<script>' }, dependencies: { a: '^1.0.0' } };
    const first = await staged(alice, { ...manifest, version: '1.1.0' });
    const second = await staged(alice, { ...manifest, version: '1.2.0' });
    const { text } = await browser.open(path);
    expect(text).toContain('postinstall&quot; is new: &lt;script&gt;');
    expect(text).toContain('Dependency a is new: ^1.0.0');
    const bob = browserOf(registry, await user(registry, 'bob'));
    expect((await bob.send(path, { do: 'approve', stage: first })).status).toBe(404);
    const other = settings((await published(registry, '1.0.0')).name, '/staged');
    expect((await browser.send(other, { do: 'approve', stage: first })).status).toBe(404);
    expect((await browser.send(path, { do: 'approve', stage: first })).status).toBe(303);
    expect((await browser.send(path, { do: 'reject', stage: second })).status).toBe(303);
    expect(await versionsOf(alice, name)).toEqual(['1.0.0', '1.1.0']);
  });

  test('show the first version of a new name to who staged it, and to nobody else', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    const stage = await staged(alice, { name, version: '1.0.0' });
    const browser = browserOf(registry, alice);
    const path = settings(name, '/staged');
    expect((await browser.open(path)).text).toContain('The first version');
    expect((await browserOf(registry, await user(registry, 'bob')).open(path)).status).toBe(404);
    expect((await browser.send(path, { do: 'reject', stage })).text).toContain('Rejected');
    expect((await browser.open(path)).status).toBe(404);
  });

  test('publish and withdraw advisories', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const browser = browserOf(registry, alice);
    const path = settings(name, '/advisories');
    const form = {
      do: 'publish',
      id: 'acme-1',
      title: 'Runs <anything>',
      severity: 'high',
      vulnerable: '<2.0.0',
      cwe: 'CWE-79 CWE-94',
      score: '8.1',
      url: 'https://example.com/1',
    };
    expect((await browser.send(path, { ...form, vulnerable: 'all of it' })).status).toBe(400);
    expect((await browser.send(path, form)).status).toBe(303);
    const listed = `/-/v1/packages/${escape(name)}/advisories`;
    expect((await alice.get(listed)).body.advisories).toMatchObject([
      { id: 'acme-1', cwe: ['CWE-79', 'CWE-94'], cvss: { score: 8.1 } },
    ]);
    expect((await browser.open(path)).text).toContain('Runs &lt;anything&gt;');
    await browser.send(path, { do: 'withdraw', id: 'acme-1' });
    expect((await alice.get(listed)).body.advisories).toEqual([]);
  });

  test('are versions and approval alone for a member who may write', async () => {
    const org = await organization(registry);
    const name = `@${org.name}/${uniqueName()}`;
    await org.owner.publish({ name, version: '1.0.0' });
    await grant(org.owner, `${org.name}:${await team(org, org.member)}`, name, 'read-write');
    const member = browserOf(registry, org.member);
    expect((await member.open(settings(name))).location).toBe(settings(name, '/versions'));
    expect((await member.open(settings(name, '/versions'))).text).not.toContain('/owners');
    expect((await member.open(settings(name, '/owners'))).text).toContain('may not manage');
    const tag = { do: 'tag', tag: 'beta', version: '1.0.0' };
    expect((await member.send(settings(name, '/versions'), tag)).status).toBe(303);
  });

  test('have a log with all of this, a page at a time', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    for (let at = 0; at < 26; at += 1)
      await alice.put(`/-/package/${escape(name)}/dist-tags/t${at}`, '"1.0.0"');
    const browser = browserOf(registry, alice);
    const { text } = await browser.open(log(name));
    expect(text).toContain('Set a tag</strong> by');
    const [, next = ''] = /href="([^"]+cursor=[^"]+)"/.exec(text) ?? [];
    expect((await browser.open(next)).text).toContain('Published</strong>');
  });
});
