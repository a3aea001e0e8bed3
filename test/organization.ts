import { type Client, escape, user } from './client.ts';
import { uniqueName } from './packages.ts';
import type { Target } from './target.ts';

/** An organization of a new user, with as many others in it as roles are named. */
export interface Organization {
  readonly name: string;
  readonly owner: Client;
  readonly admin: Client;
  readonly member: Client;
  /** Does what `npm org set` does. */
  readonly set: (who: Client, name: string, role: string) => ReturnType<Client['put']>;
}

export async function organization(target: Target): Promise<Organization> {
  const name = uniqueName('org');
  const [owner, admin, member] = [
    await user(target, 'owner'),
    await user(target, 'admin'),
    await user(target, 'member'),
  ];
  const set: Organization['set'] = async (who, whom, role) =>
    who.put(`/-/org/${name}/user`, { user: whom, role });
  await set(owner, owner.name, 'owner');
  await set(owner, admin.name, 'admin');
  await set(owner, member.name, 'developer');
  return { name, owner, admin, member, set };
}

/** A team with these members. */
export async function team(
  { name: org, owner }: Organization,
  ...members: readonly Client[]
): Promise<string> {
  const name = uniqueName('team');
  await owner.put(`/-/org/${org}/team`, { name });
  for (const { name: each } of members) {
    await owner.put(`/-/team/${org}/${name}/user`, { user: each });
  }
  return name;
}

/** What `npm access grant` and `npm access revoke` do. */
export const grant = async (
  who: Client,
  of: string,
  pkg: string,
  permissions: string,
): ReturnType<Client['put']> =>
  who.put(`/-/team/${of.replace(':', '/')}/package`, { package: pkg, permissions });
export const revoke = async (who: Client, of: string, pkg: string): ReturnType<Client['put']> =>
  who.remove(`/-/team/${of.replace(':', '/')}/package`, { package: pkg });

/** A private package of the organization. */
export async function secret({ name: org, owner }: Organization): Promise<string> {
  const name = `@${org}/${uniqueName('secret')}`;
  await owner.publish({ name, version: '1.0.0' }, { access: 'restricted' });
  return name;
}

export const reads = async (who: Client, name: string): Promise<number> =>
  (await who.get(`/${escape(name)}`)).status;
