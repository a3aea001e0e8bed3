import { describe, expect, test, vi } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { anonymous, type Client, escape, user } from '../client.ts';
import { organization, secret, team } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';
import { browserOf } from '../web-forms.ts';

const registry = await target();
const nobody = browserOf(registry, anonymous(registry));
const userPage = ({ name }: Client): string => `/-/web/people/user/${name}`;
const orgPage = (name: string): string => `/-/web/people/org/${name}`;

/** Search, by which packages are found, learns of one a moment after its publish. */
const listed = async (who: Client, name: string, path = userPage(who)): Promise<void> =>
  vi.waitFor(
    async () => {
      const { text } = await browserOf(registry, who).open(path);
      expect(text).toContain(name);
    },
    { timeout: 60_000, interval: 100 },
  );

describe(`pages of people, ${registry.name}`, () => {
  test('show what somebody owns, of what one may see, and no address', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const [open, hidden] = [uniqueName('open'), uniqueName('hidden')];
    await alice.publish({ name: open, version: '1.0.0' });
    await alice.publish({ name: hidden, version: '1.0.0' }, { access: 'restricted' });
    await listed(alice, open);
    await listed(alice, hidden);
    const own = await browserOf(registry, alice).open(userPage(alice));
    expect(own.text).toContain(hidden);
    for (const browser of [browserOf(registry, bob), nobody]) {
      const { status, text } = await browser.open(userPage(alice));
      expect(status).toBe(200);
      expect(text).toContain(open);
      expect(text).not.toContain(hidden);
      expect(text).not.toContain('@example.com');
    }
    expect((await browserOf(registry, alice).open(`${userPage(alice)}x`)).status).toBe(404);
    // Who owns nothing public is known to those who are signed in alone.
    expect((await browserOf(registry, alice).open(userPage(bob))).status).toBe(200);
    expect((await nobody.open(userPage(bob))).status).toBe(404);
    expect((await nobody.open(`${userPage(bob)}x`)).status).toBe(404);
  });

  test('show to strangers who published for an organization, as its packages name them', async () => {
    const org = await organization(registry);
    const name = `@${org.name}/${uniqueName()}`;
    await org.owner.publish({ name, version: '1.0.0' });
    await listed(org.owner, name);
    const { status, text } = await nobody.open(userPage(org.owner));
    expect(status).toBe(200);
    expect(text).toContain(name);
    expect(text).not.toContain(org.member.name);
  });

  test('show an organization to its members, and its public packages to all', async () => {
    const org = await organization(registry);
    const bob = await user(registry, 'bob');
    const path = orgPage(org.name);
    for (const browser of [browserOf(registry, bob), nobody])
      expect((await browser.open(path)).status).toBe(404);
    const name = `@${org.name}/${uniqueName()}`;
    await org.owner.publish({ name, version: '1.0.0' });
    const hidden = await secret(org);
    const inside = (await browserOf(registry, org.member).open(path)).text;
    for (const each of [name, hidden, org.owner.name, 'developers']) expect(inside).toContain(each);
    expect(inside).not.toContain('Members, teams and invitations');
    await listed(bob, name, path);
    for (const browser of [browserOf(registry, bob), nobody]) {
      const { status, text } = await browser.open(path);
      expect(status).toBe(200);
      expect(text).toContain(name);
      for (const each of [hidden, org.owner.name, 'developers']) expect(text).not.toContain(each);
    }
    const known = await browserOf(registry, org.member).open(userPage(org.owner));
    expect(known.text).toContain(path);
    expect((await browserOf(registry, bob).open(userPage(org.owner))).text).not.toContain(path);
  });

  test('show the packages of a scope in pages, and the last for a page beyond it', async () => {
    const alice = await user(registry, 'alice');
    const scope = uniqueName('scope');
    const names = Array.from({ length: 51 }, (_, at) => `@${scope}/${uniqueName(`p${at}`)}`);
    for (const name of names) await alice.publish({ name, version: '1.0.0' });
    const path = orgPage(scope);
    const shown = async (page: number): Promise<readonly string[]> => {
      const { text } = await nobody.open(`${path}?page=${page}`);
      return names.filter((name) => text.includes(`>${name}</a>`));
    };
    await vi.waitFor(async () => expect(await shown(2)).toHaveLength(1), {
      timeout: 60_000,
      interval: 200,
    });
    expect([...(await shown(1)), ...(await shown(99_999))].toSorted()).toEqual(names.toSorted());
  }, 180_000);

  test('make an organization, by whom it may, from the registry’s own page', async () => {
    const alice = await user(registry, 'alice');
    const browser = browserOf(registry, alice);
    const name = uniqueName('org');
    const path = '/-/web/people/new-org';
    expect((await nobody.open(path)).location).toContain('/sign-in');
    expect((await nobody.send(path, { name })).status).toBe(401);
    expect((await browser.send(path, { name }, 'https://evil.example')).status).toBe(403);
    expect((await browser.open(path)).text).toContain('name="name"');
    expect((await browser.send(path, { name: 'Not A Name' })).status).toBe(400);
    const made = await browser.send(path, { name });
    expect(made).toMatchObject({ status: 303, location: `${orgPage(name)}?done=made` });
    expect((await browser.open(made.location ?? '')).text).toContain('organization is made');
    expect((await browser.send(path, { name })).status).toBe(409);
    expect((await alice.get('/-/v1/orgs')).body.orgs).toContainEqual({ name, role: 'owner' });
  });

  test('change members and roles, as far as one’s own role reaches', async () => {
    const org = await organization(registry);
    const bob = await user(registry, 'bob');
    const path = `${orgPage(org.name)}/manage`;
    const owner = browserOf(registry, org.owner);
    const admin = browserOf(registry, org.admin);
    const member = browserOf(registry, org.member);
    const add = { do: 'member-set', user: bob.name, role: 'developer' };
    expect((await member.open(path)).status).toBe(403);
    expect((await member.send(path, add)).status).toBe(403);
    expect((await nobody.send(path, add)).status).toBe(401);
    expect((await browserOf(registry, bob).send(path, add)).status).toBe(404);
    expect((await owner.send(path, add, 'https://evil.example')).status).toBe(403);
    expect((await admin.send(path, add)).status).toBe(303);
    expect((await admin.send(path, { ...add, role: 'owner' })).status).toBe(403);
    expect((await owner.send(path, { ...add, role: 'admin' })).status).toBe(303);
    const members = async (): Promise<object> =>
      (await org.owner.get(`/-/org/${org.name}/user`)).body;
    expect(await members()).toMatchObject({ [bob.name]: 'admin' });
    const lowered = { do: 'member-set', user: org.admin.name, role: 'developer' };
    // Who is no admin any more could not open the page that the form is on.
    expect((await admin.send(path, lowered)).location).toBe(orgPage(org.name));
    expect((await owner.open(path)).text).toContain(bob.name);
    await owner.send(path, { do: 'member-remove', user: bob.name });
    expect(await members()).not.toHaveProperty([bob.name]);
    const left = await member.send(path, { do: 'member-remove', user: org.member.name });
    expect(left.location).toBe(userPage(org.member));
    const last = await owner.send(path, { do: 'member-remove', user: org.owner.name });
    expect(last.status).toBe(403);
    const log = `/-/web/audit/org/${org.name}`;
    expect((await owner.open(log)).text).toContain('Removed a member');
    expect((await browserOf(registry, bob).open(log)).status).toBe(404);
  });

  test('invite by a code that is shown once, and let in who brings it', async () => {
    const org = await organization(registry);
    const bob = browserOf(registry, await user(registry, 'bob'));
    const owner = browserOf(registry, org.owner);
    const path = `${orgPage(org.name)}/manage`;
    const core = await team(org);
    const form = { do: 'invite', role: 'developer', team: core, days: '3' };
    expect((await browserOf(registry, org.member).send(path, form)).status).toBe(403);
    expect((await owner.send(path, { ...form, days: '31' })).status).toBe(400);
    const { text } = await owner.send(path, form);
    const [, code = ''] = /<pre tabindex="0">(\d{12})<\/pre>/.exec(text) ?? [];
    const managed = (await owner.open(path)).text;
    expect(managed).not.toContain(code);
    expect((await bob.send('/-/web/account/invitation', { code: '000000000000' })).status).toBe(
      403,
    );
    expect((await bob.send('/-/web/account/invitation', { code })).location).toContain(org.name);
    expect((await bob.open(`${orgPage(org.name)}/team/${core}`)).status).toBe(200);
    await owner.send(path, form);
    const [, key = ''] = /name="key" value="([^"]+)"/.exec((await owner.open(path)).text) ?? [];
    expect((await owner.send(path, { do: 'uninvite', key })).status).toBe(303);
    expect((await owner.open(path)).text).not.toContain('name="key"');
  });

  test('make teams, put people into them, and say what they may do', async () => {
    const org = await organization(registry);
    const hidden = await secret(org);
    const owner = browserOf(registry, org.owner);
    const member = browserOf(registry, org.member);
    const path = `${orgPage(org.name)}/manage`;
    const make = { do: 'team-create', team: 'core', description: '<i>makers</i>' };
    expect((await member.send(path, make)).status).toBe(403);
    expect((await owner.send(path, make)).status).toBe(303);
    const page = `${orgPage(org.name)}/team/core`;
    expect((await owner.open(page)).text).toContain('&lt;i&gt;makers&lt;/i&gt;');
    const add = { do: 'add', user: org.member.name };
    expect((await member.send(page, add)).status).toBe(403);
    expect((await owner.send(page, add, 'https://evil.example')).status).toBe(403);
    expect((await owner.send(page, add)).status).toBe(303);
    const grant = { do: 'grant', package: hidden, permissions: 'read-only' };
    expect((await owner.send(page, grant)).status).toBe(303);
    const shown = (await member.open(page)).text;
    expect(shown).toContain(hidden);
    expect(shown).toContain(org.member.name);
    expect(shown).not.toContain('<button class');
    const teams = `/-/team/${org.name}/core`;
    expect((await org.owner.get(`${teams}/package`)).body).toEqual({ [hidden]: 'read' });
    await owner.send(page, { do: 'revoke', package: hidden });
    expect((await org.owner.get(`${teams}/package`)).body).toEqual({});
    await owner.send(page, { do: 'remove', user: org.member.name });
    expect((await org.owner.get(`${teams}/user?format=cli`)).body).toEqual([]);
    await owner.send(path, { do: 'team-remove', team: 'core' });
    expect((await owner.open(page)).status).toBe(404);
    expect((await owner.send(path, { do: 'team-remove', team: 'developers' })).status).toBe(403);
    expect((await nobody.open(page)).location).toContain('/sign-in');
  });

  test('ask for the code of a second factor before anything changes', async () => {
    const { alice, phone } = await enrolled(registry);
    const browser = browserOf(registry, alice);
    const name = uniqueName('org');
    const asked = await browser.send('/-/web/people/new-org', { name });
    expect(asked.text).toContain('name="otp"');
    expect((await alice.get(`/-/v1/orgs/${escape(name)}`)).status).toBe(404);
    const otp = phone.fresh();
    expect((await browser.send('/-/web/people/new-org', { name, otp })).status).toBe(303);
  });
});
