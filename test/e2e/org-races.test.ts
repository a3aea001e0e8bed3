import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { parseUserName } from '#domain/user.ts';
import { parseVersion } from '#domain/version.ts';
import { updatePackage } from '#http/update-package.ts';
import type { Services } from '#store/services.ts';

import { escape, signUp, user } from '../client.ts';
import { grant, organization, revoke, secret, team } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { audit } from '../store/package-stores.ts';
import { server, target } from '../target.ts';

const registry = await target();
const rounds = Array.from({ length: 5 }, (_, round) => round);

describe(`at once, ${registry.name}`, () => {
  test('a claim and an organization do not both get a scope', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    for (const _ of rounds) {
      const scope = uniqueName('scope');
      const name = `@${scope}/tool`;
      const [claimed, founded] = await Promise.all([
        alice.publish({ name, version: '1.0.0' }),
        bob.put(`/-/v1/orgs/${scope}`, {}),
      ]);
      expect([claimed.status, founded.status]).not.toEqual([201, 201]);
      expect([claimed.status, founded.status]).toContain(201);
    }
  });

  test('an account and an organization do not both get a name', async () => {
    const bob = await user(registry, 'bob');
    for (const _ of rounds) {
      const name = uniqueName('acme');
      const [signedUp, founded] = await Promise.all([
        signUp(registry, name, 'correct horse battery staple'),
        bob.put(`/-/v1/orgs/${name}`, {}),
      ]);
      expect([signedUp.status, founded.status]).not.toEqual([201, 201]);
      expect([signedUp.status, founded.status]).toContain(201);
    }
  });

  test('changes of one organization are all made', async () => {
    const { name, owner } = await organization(registry);
    const names = rounds.map((round) => `team-${round}`);
    const made = await Promise.all(
      names.map(async (each) => owner.put(`/-/org/${name}/team`, { name: each })),
    );
    expect(made.map(({ status }) => status)).toEqual(names.map(() => 201));
    const { body } = await owner.get(`/-/org/${name}/team?format=cli`);
    expect(body).toEqual([`${name}:developers`, ...names.map((each) => `${name}:${each}`)]);
  });
});

/** Does something between what a change was decided by and its transaction, once. */
function interrupted(services: Services, work: () => Promise<unknown>): Services {
  let done = false;
  const { table } = services;
  return {
    ...services,
    table: {
      find: async (keys) => table.find(keys),
      page: async (query, start) => table.page(query, start),
      write: async (operation, input) => table.write(operation, input),
      async send(command) {
        if (!done && command.constructor.name === 'TransactWriteCommand') {
          done = true;
          await work();
        }
        return table.send(command);
      },
    },
  };
}

describe('a right that is taken away between a decision and its transaction', async () => {
  const local = await server();
  const { services } = local;
  if (!services) throw new Error('the server is not in this process');

  const taken: Readonly<Record<string, (org: Taken) => Promise<unknown>>> = {
    membership: async ({ name, owner, member }) =>
      owner.remove(`/-/org/${name}/user`, { user: member.name }),
    'a place in a team': async ({ name, owner, member, core }) =>
      owner.remove(`/-/team/${name}/${core}/user`, { user: member.name }),
    'a team': async ({ name, owner, core }) => owner.remove(`/-/team/${name}/${core}`),
    'a grant': async ({ name, owner, core, tool }) => revoke(owner, `${name}:${core}`, tool),
    'a grant, by a lower one': async ({ name, owner, core, tool }) =>
      grant(owner, `${name}:${core}`, tool, 'read-only'),
  };

  test.each(Object.entries(taken))('lets nothing be written: %s', async (_, take) => {
    const org = await organization(local);
    const { name, owner, member } = org;
    const tool = await secret(org);
    const core = await team(org, member);
    await revoke(owner, `${name}:developers`, `@${name}/*`);
    await grant(owner, `${name}:${core}`, tool, 'read-write');
    const principal: UserPrincipal = {
      kind: 'user',
      name: parseUserName(member.name),
      email: '',
      admin: false,
      credential: { kind: 'password' },
    };
    const writer = (of: Services) =>
      updatePackage(
        { params: { package: parsePackageName(tool) }, principal, services: of },
        'tag',
        async (pkg) => ({
          before: pkg,
          after: { ...pkg, distTags: { ...pkg.distTags, beta: parseVersion('1.0.0') } },
          audit: audit('tag'),
        }),
      );
    await expect(
      writer(interrupted(services, async () => take({ ...org, core, tool }))),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(?:not_found|forbidden)$/) });
    const { body } = await owner.get(`/-/package/${escape(tool)}/dist-tags`);
    expect(body).toEqual({ latest: '1.0.0' });
  });
});

interface Taken extends Awaited<ReturnType<typeof organization>> {
  readonly core: string;
  readonly tool: string;
}
