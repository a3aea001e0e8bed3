import { describe, expect, test, vi } from 'vitest';

import { type Answer, type Client, escape, user } from '../client.ts';
import {
  grant,
  organization,
  type Organization,
  reads,
  revoke,
  secret,
  team,
} from '../organization.ts';
import { publishDocument, uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
/** The index follows a moment later. */
const SOON = { timeout: 60_000, interval: 100 };

type Probe = (who: Client, name: string) => Promise<Answer>;

const advisory = { title: 'x', severity: 'low', vulnerable_versions: '<9.0.0' };

/** Everything that can be asked of a package. */
const PROBES: Readonly<Record<string, Probe>> = {
  document: async (who, name) => who.get(`/${escape(name)}`),
  'document to edit': async (who, name) => who.get(`/${escape(name)}?write=true`),
  version: async (who, name) => who.get(`/${escape(name)}/1.0.0`),
  tarball: async (who, name) => who.get(`/${name}/-/${name.split('/')[1]}-1.0.0.tgz`),
  tags: async (who, name) => who.get(`/-/package/${escape(name)}/dist-tags`),
  visibility: async (who, name) => who.get(`/-/package/${escape(name)}/visibility`),
  access: async (who, name) => who.get(`/-/package/${escape(name)}/access`),
  collaborators: async (who, name) => who.get(`/-/package/${escape(name)}/collaborators`),
  trust: async (who, name) => who.get(`/-/package/${escape(name)}/trust`),
  advisories: async (who, name) => who.get(`/-/v1/packages/${escape(name)}/advisories`),
  audit: async (who, name) => who.post('/-/npm/v1/security/advisories/bulk', { [name]: ['1.0.0'] }),
  search: async (who, name) => who.get(`/-/v1/search?text=${encodeURIComponent(name)}`),
  publish: async (who, name) => who.publish({ name, version: '1.0.0' }),
  'publish without a tarball': async (who, name) => {
    const { _attachments: _, ...document } = publishDocument({ name, version: '1.0.0' });
    return who.put(`/${escape(name)}`, document);
  },
  upload: async (who, name) => who.post('/-/v1/uploads', { name, version: '1.0.0', size: 5 }),
  deprecate: async (who, name) =>
    who.put(`/${escape(name)}`, { name, versions: { '1.0.0': { deprecated: 'x' } } }),
  star: async (who, name) => who.put('/-/user/v1/star', { package: name }),
  tag: async (who, name) => who.put(`/-/package/${escape(name)}/dist-tags/x`, '"1.0.0"'),
  untag: async (who, name) => who.remove(`/-/package/${escape(name)}/dist-tags/latest`),
  open: async (who, name) => who.post(`/-/package/${escape(name)}/access`, { access: 'public' }),
  own: async (who, name) => who.put(`/-/package/${escape(name)}/owners`, { user: who.name }),
  disown: async (who, name) => who.remove(`/-/package/${escape(name)}/owners/${who.name}`),
  replace: async (who, name) => who.put(`/${escape(name)}/-rev/1-x`, { maintainers: [] }),
  unpublish: async (who, name) => who.remove(`/${escape(name)}/-rev/1-x`),
  warn: async (who, name) => who.put(`/-/v1/packages/${escape(name)}/advisories/x`, advisory),
};

/** An answer without what names the package. */
const seen = ({ status, body }: Answer, name: string): string =>
  `${status} ${JSON.stringify(body)}`
    .replaceAll(name, 'NAME')
    .replaceAll(name.split('/')[1] ?? name, 'BASE')
    .replaceAll(/"time":"[^"]*"/g, '');

/** An organization in which members may do nothing but be there, and a private package of it. */
async function closed(): Promise<{ readonly org: Organization; readonly hidden: string }> {
  const org = await organization(registry);
  await revoke(org.owner, `${org.name}:developers`, `@${org.name}/*`);
  const hidden = await secret(org);
  await org.owner.put(`/-/v1/packages/${escape(hidden)}/advisories/y`, advisory);
  return { org, hidden };
}

describe(`a private package of an organization, ${registry.name}`, () => {
  test.each(Object.entries(PROBES))(
    'is to strangers and to members whom it is kept from what nothing is: %s',
    async (_, probe) => {
      const { org, hidden } = await closed();
      const missing = `@${org.name}/${uniqueName('secret')}`;
      for (const who of [await user(registry, 'stranger'), org.member]) {
        const [there, nowhere] = [await probe(who, hidden), await probe(who, missing)];
        expect(seen(there, hidden)).toBe(seen(nowhere, missing));
      }
    },
  );

  test('is in no list of who may not know of it', async () => {
    const { org, hidden } = await closed();
    const { name, owner, member } = org;
    const bob = await user(registry, 'bob');
    const core = await team(org);
    await grant(owner, `${name}:${core}`, hidden, 'read-only');
    const paths = [
      `/-/org/${name}/package`,
      `/-/team/${name}/${core}/package`,
      `/-/user/${owner.name}/package`,
      `/-/user/${member.name}/package`,
      '/-/-/package',
      `/-/org/${name}/team`,
      `/-/v1/orgs/${name}`,
    ];
    for (const path of paths) {
      for (const who of [member, bob]) {
        const { status, body } = await who.get(path);
        expect([path, JSON.stringify(body).includes(hidden)]).toEqual([path, false]);
        const insiders = path.includes(`/${name}`);
        expect([path, status]).toEqual([path, insiders && who === bob ? 404 : 200]);
      }
    }
    expect((await owner.get(`/-/team/${name}/${core}/package`)).body).toEqual({ [hidden]: 'read' });
  });

  test('shows who is in the organization to its members alone', async () => {
    const { name, owner, member } = await organization(registry);
    const open = `@${name}/open`;
    await owner.publish({ name: open, version: '1.0.0' });
    const path = `/-/package/${escape(open)}/collaborators`;
    expect((await (await user(registry)).get(path)).body).toEqual({});
    expect(Object.keys((await member.get(path)).body)).toContain(owner.name);
  });

  test('is found by search as long as a team may read it, and by nobody else', async () => {
    const { org, hidden } = await closed();
    const { name, owner, admin, member } = org;
    const stranger = await user(registry);
    const core = await team(org, member);
    const finds = async (who: Client): Promise<boolean> => {
      const { body } = await who.get(`/-/v1/search?text=${encodeURIComponent(hidden)}`);
      return body.objects.some((each: any) => each.package.name === hidden);
    };
    await vi.waitFor(async () => expect(await finds(owner)).toBe(true), SOON);
    expect([await finds(admin), await finds(member), await finds(stranger)]).toEqual([
      true,
      false,
      false,
    ]);
    await grant(owner, `${name}:${core}`, hidden, 'read-only');
    expect(await finds(member)).toBe(true);
    await revoke(owner, `${name}:${core}`, hidden);
    expect(await finds(member)).toBe(false);
    await grant(owner, `${name}:developers`, `@${name}/*`, 'read-only');
    expect(await finds(member)).toBe(true);
    await revoke(owner, `${name}:developers`, hidden);
    expect(await finds(member)).toBe(false);
    await owner.remove(`/-/org/${name}/user`, { user: admin.name });
    expect([await finds(admin), await finds(stranger)]).toEqual([false, false]);
  });

  test('is told of by audits to those who may read it', async () => {
    const { org, hidden } = await closed();
    const found = async (who: Client): Promise<readonly string[]> =>
      Object.keys(
        (await who.post('/-/npm/v1/security/advisories/bulk', { [hidden]: ['1.0.0'] })).body,
      );
    expect([await found(org.admin), await found(org.member)]).toEqual([[hidden], []]);
    await grant(org.owner, `${org.name}:developers`, hidden, 'read-only');
    expect([await found(org.member), await reads(org.member, hidden)]).toEqual([[hidden], 200]);
  });
});
