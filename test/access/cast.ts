import { anonymous, type Client, PASSWORD, user } from '../client.ts';
import { grant, organization, type Organization, revoke } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import type { Target } from '../target.ts';

/** The people of docs/access.md, by the names that they have there. */
export interface Cast {
  readonly people: Readonly<Record<string, Client>>;
  readonly alice: Client;
  readonly chief: Client;
  /** Alice's own, and the organization's. */
  readonly scopes: { readonly own: string; readonly org: string };
}

/** In the organization one team may write all packages, one may read them, and nobody else anything. */
export async function castOf(registry: Target): Promise<Cast> {
  const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
  const acme = await organization(registry);
  const [writer, reader] = [await user(registry, 'writer'), await user(registry, 'reader')];
  await revoke(acme.owner, `${acme.name}:developers`, `@${acme.name}/*`);
  await teamWith(acme, 'writers', writer, 'read-write');
  await teamWith(acme, 'readers', reader, 'read-only');
  const evil = await organization(registry);
  await teamWith(evil, 'writers', evil.member, 'read-write');
  const scopes = { own: `@${uniqueName('scope')}`, org: `@${acme.name}` };
  const admin = await administrator(registry);
  const others = { packages: ['other'], packages_and_scopes_permission: 'read-write' };
  const these = { scopes: Object.values(scopes), packages_and_scopes_permission: 'read-write' };
  const staging = { packages_and_scopes_permission: 'read-write-stage-only' };
  return {
    alice,
    chief: acme.owner,
    scopes,
    people: {
      anonymous: anonymous(registry),
      'another user': bob,
      owner: alice,
      "owner's read-only token": await limited(alice, { readonly: true }),
      "owner's stage-only token": await limited(alice, staging),
      "owner's token for this scope": await limited(alice, these),
      "owner's token for other packages": await limited(alice, others),
      admin,
      "admin's read-only token": await limited(admin, { readonly: true }, ADMINS_PASSWORD),
      "organization's owner": acme.owner,
      "organization's admin": acme.admin,
      'member of a team that writes': writer,
      "writing member's read-only token": await limited(writer, { readonly: true }),
      'member of a team that reads': reader,
      'member without a team': acme.member,
      "owner of another organization's": evil.owner,
    },
  };
}

async function teamWith(
  org: Organization,
  name: string,
  member: Client,
  permissions: string,
): Promise<void> {
  await org.set(org.owner, member.name, 'developer');
  await org.owner.put(`/-/org/${org.name}/team`, { name });
  await org.owner.put(`/-/team/${org.name}/${name}/user`, { user: member.name });
  await grant(org.owner, `${org.name}:${name}`, `@${org.name}/*`, permissions);
}

async function limited(who: Client, limits: object, password = PASSWORD): Promise<Client> {
  const { body, status } = await who.post('/-/npm/v1/tokens', { password, ...limits });
  if (status !== 201) throw new Error(`${status} ${body.error}`);
  return who.with(body.token);
}

const ADMINS_PASSWORD = 'becomes the admin';

/** The first user of every registry that tests start. */
async function administrator(registry: Target): Promise<Client> {
  const name = 'first-of-all';
  const account = { name, password: ADMINS_PASSWORD, email: 'first@example.com' };
  const { body } = await anonymous(registry).put(`/-/user/org.couchdb.user:${name}`, account);
  return anonymous(registry).with(body.token);
}
