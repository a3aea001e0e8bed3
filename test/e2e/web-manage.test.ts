import { describe, expect, test } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { ciRegistry } from '../ci/registry.ts';
import { anonymous, type Client, escape, published, user } from '../client.ts';
import { grant, organization, team } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { staged, versionsOf } from '../staging.ts';
import { browserOf } from '../web-forms.ts';

const ci = await ciRegistry();
const { registry } = ci;

const PAGES = ['', '/owners', '/trust', '/versions', '/staged', '/advisories', '/missing'];
const settings = (name: string, page = ''): string => `/-/web/manage/${name}${page}`;
const log = (name: string): string => `/-/web/audit/package/${name}`;
const documentOf = async (client: Client, name: string): Promise<any> =>
  (await client.get(`/${escape(name)}`)).body;

describe(`settings of a package, ${registry.name}`, () => {
  test('are shown to its owners, page by page', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const browser = browserOf(registry, alice);
    for (const path of [
      ...PAGES.map((page) => settings(name, page)),
      settings(name, '/unpublish'),
      log(name),
    ]) {
      const { status, text } = await browser.open(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain(`Settings · ${name}`);
      expect(text).toContain('aria-current="page"');
    }
  });

  test('send who is signed out to sign in, and tell others why not', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = browserOf(registry, await user(registry, 'bob'));
    const nobody = browserOf(registry, anonymous(registry));
    for (const page of PAGES) {
      expect((await nobody.open(settings(name, page))).location).toContain('/sign-in?next=');
      const refused = await bob.open(settings(name, page));
      expect([page, refused.status]).toEqual([page, 403]);
      expect(refused.text).toContain('not an owner');
    }
    expect((await bob.open(log(name))).status).toBe(403);
    expect((await bob.open(settings(name, '/unpublish'))).status).toBe(403);
    await alice.post(`/-/package/${escape(name)}/access`, { access: 'restricted' });
    for (const page of PAGES) expect((await bob.open(settings(name, page))).status).toBe(404);
  });

  test('take forms of their own pages alone, from who may, signed in', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const form = { do: 'visibility', access: 'private' };
    const own = browserOf(registry, alice);
    const bob = browserOf(registry, await user(registry, 'bob'));
    const nobody = browserOf(registry, anonymous(registry));
    for (const page of [
      '',
      '/owners',
      '/trust',
      '/versions',
      '/staged',
      '/advisories',
      '/unpublish',
    ]) {
      const path = settings(name, page);
      expect([page, (await own.send(path, form, 'https://evil.example')).status]).toEqual([
        page,
        403,
      ]);
      const refused = await bob.send(path, form);
      expect([page, refused.status >= 400]).toEqual([page, true]);
      expect([page, (await nobody.send(path, form)).status]).toEqual([page, 401]);
    }
    expect((await alice.get(`/-/package/${escape(name)}/visibility`)).body.public).toBe(true);
  });

  test('set who can read it, the second factor and the rules', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const browser = browserOf(registry, alice);
    const path = settings(name);
    expect(await browser.send(path, { do: 'visibility', access: 'private' })).toMatchObject({
      status: 303,
      location: `${path}?done=saved`,
    });
    expect((await anonymous(registry).get(`/${escape(name)}`)).status).toBe(404);
    await browser.send(path, { do: 'rules', ciOnly: 'on', environment: ' production ' });
    const rules = `/-/v1/packages/${escape(name)}/rules`;
    expect((await alice.get(rules)).body).toMatchObject({
      ciOnly: true,
      staged: false,
      environment: 'production',
    });
    await browser.send(path, { do: 'rules', environment: '' });
    expect((await alice.get(rules)).body).toMatchObject({ ciOnly: false, environment: null });
    await browser.send(path, { do: 'second-factor', rule: 'automation' });
    expect((await alice.get(rules)).body.secondFactor).toBe('automation');
    // She has none herself: from now on she may not.
    const refused = await browser.send(path, { do: 'second-factor', rule: 'none' });
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.text).toContain('second factor');
  });

  test('ask for the code where the API does, and send the form again with it', async () => {
    const { alice, phone } = await enrolled(registry);
    const name = uniqueName();
    await alice.code(phone.fresh()).publish({ name, version: '1.0.0' });
    const browser = browserOf(registry, alice);
    const form = { do: 'visibility', access: 'private' };
    const asked = await browser.send(settings(name), form);
    expect(asked.status).toBe(403);
    expect(asked.text).toContain('name="otp"');
    expect(asked.text).toContain('name="access" value="private"');
    expect((await browser.send(settings(name), { ...form, otp: '000000' })).status).toBe(403);
    expect((await browser.send(settings(name), { ...form, otp: phone.fresh() })).status).toBe(303);
    const trust = { do: 'add', type: 'github', may: 'createPackage', repository: 'acme/app' };
    expect((await browser.send(settings(name, '/trust'), trust)).text).toContain('name="otp"');
    const gone = { do: 'all', rev: 'x', confirm: name };
    expect((await browser.send(settings(name, '/unpublish'), gone)).text).toContain('name="otp"');
  });

  test('add and remove owners, never the last', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    const browser = browserOf(registry, alice);
    const path = settings(name, '/owners');
    expect((await browser.send(path, { do: 'add', user: `${bob.name}x` })).status).toBe(404);
    expect((await browser.send(path, { do: 'add', user: bob.name })).status).toBe(303);
    expect((await browser.open(path)).text).toContain(`/-/web/people/user/${bob.name}`);
    expect((await browser.send(path, { do: 'remove', user: alice.name })).location).toBe(
      `/-/web/package/${name}`,
    );
    expect((await browser.open(path)).status).toBe(403);
    const last = await browserOf(registry, bob).send(path, { do: 'remove', user: bob.name });
    expect(last).toMatchObject({ status: 403 });
    expect(last.text).toContain('at least one owner');
  });

  test('trust workflows of each service, show their runs, and end both', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const browser = browserOf(registry, alice);
    const path = settings(name, '/trust');
    const add = { do: 'add', may: 'createPackage' };
    const github = { ...add, type: 'github', repository: 'acme/app', workflow: 'release.yml' };
    expect((await browser.send(path, github)).status).toBe(303);
    const gitlab = { ...add, type: 'gitlab', repository: 'acme/tools/app', ref: 'refs/heads/main' };
    expect((await browser.send(path, gitlab)).status).toBe(303);
    const bad = await browser.send(path, { ...github, repository: 'no slash' });
    expect(bad.status).toBe(400);
    expect(bad.text).toContain('write the repository like owner/name');
    const run = await ci.run(name);
    await run.publish({ name, version: '1.1.0' });
    const { text } = await browser.open(path);
    for (const each of ['acme/app', 'release.yml', 'acme/tools/app', 'Runs that can publish now'])
      expect(text).toContain(each);
    const [, key = ''] = /name="run" value="([^"]+)"/.exec(text) ?? [];
    expect((await browser.send(path, { do: 'revoke', run: key })).status).toBe(303);
    expect((await run.publish({ name, version: '1.2.0' })).status).toBe(401);
    for (const [, publisher = ''] of text.matchAll(/name="publisher" value="([^"]+)"/g))
      expect((await browser.send(path, { do: 'remove', publisher })).status).toBe(303);
    expect((await alice.get(`/-/package/${escape(name)}/trust`)).body).toEqual([]);
  });

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
