import { randomBytes } from 'node:crypto';

import { type Authenticator, enrol } from '../authenticator.ts';
import { anonymous, type Client, escape, PASSWORD, signUp, user } from '../client.ts';
import { grant, organization, team } from '../organization.ts';
import { pack, uniqueName } from '../packages.ts';
import { staged } from '../staging.ts';
import type { Target } from '../target.ts';

/** What was put into a registry, and who may look at it. */
export interface Everything {
  readonly admin: Client;
  readonly alice: Client;
  readonly owner: Client;
  /** Has a second factor. */
  readonly bob: Client;
  readonly phone: Authenticator;
  readonly names: readonly string[];
  readonly org: string;
  readonly team: string;
  readonly stageId: string;
}

/** Larger than what is held in memory, or put by one request. */
const LARGE = 17 * 1024 * 1024;

/** Fills a registry with something of everything that its table holds. */
export async function fillWithEverything(target: Target, admin: Client): Promise<Everything> {
  const alice = await user(target, 'alice');
  const bob = await user(target, 'bob');
  const plain = uniqueName('plain');
  for (const version of ['1.0.0', '1.1.0', '2.0.0-beta.1']) {
    const tag = version.includes('beta') ? 'beta' : 'latest';
    await alice.publish({ name: plain, version }, { tag, readme: `# ${plain} ${version}` });
  }
  await alice.put(`/-/package/${plain}/dist-tags/old`, JSON.stringify('1.0.0'));
  await bob.put(`/-/user/${bob.name}/package/${plain}`, {});
  const large = uniqueName('large');
  await alice.publish(
    { name: large, version: '1.0.0' },
    { files: { 'large.bin': randomBytes(LARGE) } },
  );
  const gone = uniqueName('gone');
  await alice.publish({ name: gone, version: '1.0.0' });
  await alice.publish({ name: gone, version: '1.0.1', deprecated: 'not good' });
  const edited = (await alice.get(`/${gone}?write=true`)).body;
  delete edited.versions['1.0.0'];
  await alice.put(`/${gone}/-rev/${edited._rev}`, edited);
  const company = await organization(target);
  const secret = `@${company.name}/${uniqueName('secret')}`;
  await company.owner.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
  const group = await team(company, company.member);
  await grant(company.owner, `${company.name}:${group}`, secret, 'read-write');
  const stageId = await staged(
    alice,
    { name: plain, version: '3.0.0' },
    { tarball: pack({ name: plain, version: '3.0.0' }, { 'a.txt': 'waits' }) },
  );
  const phone = await enrol(target, bob);
  return {
    admin,
    alice,
    owner: company.owner,
    bob,
    phone,
    names: [plain, large, gone, secret],
    org: company.name,
    team: group,
    stageId,
  };
}

/** What people see of all that, as text that is the same on every platform. */
export async function lookAtEverything(
  target: Target,
  { admin, alice, owner, bob, names, org, team: group, stageId }: Everything,
): Promise<Readonly<Record<string, string>>> {
  const seen: Record<string, string> = {};
  const at = (who: Client): Client => anonymous(target).with(who.token);
  const look = async (who: Client, path: string, headers = {}): Promise<void> => {
    const { status, body } = await at(who).get(path, headers);
    const text = Buffer.isBuffer(body) ? body.toString('base64') : JSON.stringify(body);
    seen[`${path} ${JSON.stringify(headers)}`] = `${status} ${text.replaceAll(target.url, 'URL')}`;
  };
  for (const name of names) {
    const who = name.startsWith('@') ? owner : alice;
    await look(who, `/${escape(name)}`);
    await look(who, `/${escape(name)}`, { accept: 'application/vnd.npm.install-v1+json' });
    const { body } = await at(who).get(`/${escape(name)}`);
    for (const { version } of Object.values<any>(body.versions)) {
      await look(who, `/${name}/-/${name.split('/').at(-1)}-${version}.tgz`);
    }
    await look(who, `/-/package/${escape(name)}/dist-tags`);
    await look(who, `/-/package/${escape(name)}/collaborators`);
  }
  await look(owner, `/-/org/${org}/user`);
  await look(owner, `/-/team/${org}/${group}/user`);
  await look(owner, `/-/team/${org}/${group}/package`);
  await look(alice, `/-/stage/${stageId}`);
  await look(alice, `/-/stage/${stageId}/tarball`);
  await look(alice, '/-/whoami');
  await look(alice, '/-/npm/v1/tokens');
  await look(bob, `/-/_view/starredByUser?key=%22${bob.name}%22`);
  await look(admin, '/-/v1/audit?size=100');
  return seen;
}

/** Whether codes of the authenticator still count. */
export async function publishesWithCode(
  target: Target,
  { bob, phone }: Everything,
): Promise<number> {
  const name = uniqueName('by-code');
  const client = anonymous(target).with(bob.token);
  const without = await client.publish({ name, version: '1.0.0' });
  if (without.status !== 401) throw new Error(`no code was asked for: ${without.status}`);
  return (await client.code(phone.fresh()).publish({ name, version: '1.0.0' })).status;
}

/** Whether somebody can log in with their password. */
export const logsIn = async (target: Target, who: Client): Promise<number> =>
  (await signUp(target, who.name, PASSWORD)).status;
