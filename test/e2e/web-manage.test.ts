import { describe, expect, test } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { ciRegistry } from '../ci/registry.ts';
import { anonymous, escape, published, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { browserOf, type PlainBrowser } from '../web-forms.ts';

const ci = await ciRegistry();
const { registry } = ci;

const PAGES = ['', '/owners', '/trust', '/versions', '/staged', '/advisories', '/missing'];
const settings = (name: string, page = ''): string => `/-/web/manage/${name}${page}`;
const log = (name: string): string => `/-/web/audit/package/${name}`;

/** What the form of the rules sends besides what is chosen in it. */
const rulesForm = async (browser: PlainBrowser, path: string) => {
  const [, seen = ''] = /name="seen" value="([^"]*)"/.exec((await browser.open(path)).text) ?? [];
  return { do: 'rules', seen: seen.replaceAll('&quot;', '"') };
};

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
    const shown = await rulesForm(browser, path);
    await browser.send(path, { ...shown, ciOnly: 'on', environment: ' production ' });
    const rules = `/-/v1/packages/${escape(name)}/rules`;
    expect((await alice.get(rules)).body).toMatchObject({
      ciOnly: true,
      staged: false,
      environment: 'production',
    });
    await browser.send(path, { ...(await rulesForm(browser, path)), environment: '' });
    expect((await alice.get(rules)).body).toMatchObject({ ciOnly: false, environment: null });
    await browser.send(path, { do: 'second-factor', rule: 'automation' });
    expect((await alice.get(rules)).body.secondFactor).toBe('automation');
    // She has none herself: from now on she may not.
    const refused = await browser.send(path, { do: 'second-factor', rule: 'none' });
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.text).toContain('second factor');
  });

  test('write no rules over those that somebody else has just set', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const browser = browserOf(registry, alice);
    const path = settings(name);
    const shown = await rulesForm(browser, path);
    const rules = `/-/v1/packages/${escape(name)}/rules`;
    await alice.put(rules, { provenance: true });
    const late = await browser.send(path, { ...shown, staged: 'on' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('changed by somebody else');
    const { body } = await alice.get(rules);
    expect(body).toMatchObject({ provenance: true, staged: false });
    expect((await browser.send(path, { do: 'rules', staged: 'on' })).status).toBe(400);
    const again = { ...(await rulesForm(browser, path)), staged: 'on' };
    expect((await browser.send(path, again)).status).toBe(303);
  });

  test('show what was typed again where it is refused', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const browser = browserOf(registry, alice);
    const form = {
      do: 'publish',
      id: 'acme-2026-1',
      title: 'Reads "any" file',
      severity: 'critical',
      vulnerable: 'not a range',
      cwe: 'CWE-22 CWE-23',
      score: '9.1',
    };
    const path = settings(name, '/advisories');
    const bad = await browser.send(path, form);
    expect(bad.status).toBe(400);
    for (const value of [form.id, 'Reads &quot;any&quot; file', form.vulnerable, form.cwe, '9.1']) {
      expect(bad.text).toContain(`value="${value}"`);
    }
    expect(bad.text).toContain('<option value="critical" selected');
    expect((await browser.send(path, { ...form, vulnerable: '<1.0.0' })).status).toBe(303);
    const words = 'Use <b>another</b> package';
    const sent = { do: 'deprecate', range: 'no range', message: words, otp: '123 456 789 000' };
    const lost = await browser.send(settings(name, '/versions'), sent);
    expect(lost.status).toBe(400);
    expect(lost.text).toContain('Use &lt;b&gt;another&lt;/b&gt; package');
    expect(lost.text).not.toContain('123 456');
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
    expect(bad.text).toContain('rite the repository like owner/name');
    // What was typed is there again, in the form of its service.
    expect(bad.text).toContain('id="github-repository" name="repository" value="no slash"');
    expect(bad.text).toContain('id="github-workflow" name="workflow" value="release.yml"');
    expect(bad.text).toContain('id="gitlab-workflow" name="workflow" value=""');
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
});
