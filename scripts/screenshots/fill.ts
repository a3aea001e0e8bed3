import { identityId } from '#domain/sso/identity.ts';
import { parseUserName } from '#domain/user.ts';
import { linkIdentity } from '#store/sso/identity-writes.ts';

import { begin, enrol } from '../../test/authenticator.ts';
import { escape, PASSWORD } from '../../test/client.ts';
import { publishDocument } from '../../test/packages.ts';
import { BUILD, npmStatement, onGithub } from '../../test/sigstore/builds.ts';
import { staged } from '../../test/staging.ts';
import { addDownloads } from './downloads.ts';
import { type Release, RELEASES } from './packages.ts';
import { must, type People, signedIn } from './people.ts';
import type { Studio } from './registry.ts';
import { openTickets, type Tickets } from './tickets.ts';

/** What pages need to know of what is there. */
export interface Filled extends Tickets {
  readonly people: People;
  /** The key of a token of alice's. */
  readonly tokenKey: string;
  /** The id of a sign-in that is linked to her account. */
  readonly signIn: string;
  /** Where a browser is that gave the right password and is asked for a code. */
  readonly codeAsked: { readonly path: string; readonly cookie: string };
}

const PACKAGE = '/-/v1/packages/@acme%2fcache';

/** Six weeks of a registry, by its API. */
export async function fill(studio: Studio): Promise<Filled> {
  studio.travel(42);
  const first = await signedIn(studio);
  await organize(first);
  for (const release of RELEASES) {
    studio.travel(release.daysAgo, release.daysAgo % 7);
    await publish(release, first, studio);
  }
  studio.travel(0);
  await addDownloads(studio);
  const people = await signedIn(studio);
  await maintain(people);
  const tokenKey = await makeTokens(people);
  const tickets = await openTickets(people);
  await enrol(studio, people.chiara);
  await begin(people.dmitri);
  const signIn = await link(studio);
  return { people, tokenKey, signIn, ...tickets, codeAsked: await askForCode(studio) };
}

async function organize({ alice, ben }: People): Promise<void> {
  must(await alice.put('/-/org/acme/user', { user: 'alice', role: 'owner' }));
  must(await alice.put('/-/org/acme/user', { user: 'chiara', role: 'admin' }));
  must(await alice.put('/-/org/acme/user', { user: 'dmitri', role: 'developer' }));
  must(await ben.put('/-/org/orchard/user', { user: 'ben', role: 'owner' }));
  const teams = { platform: 'Libraries that all of us use', design: 'Icons, colours and words' };
  for (const [name, description] of Object.entries(teams)) {
    must(await alice.put('/-/org/acme/team', { name, description }));
  }
  must(await alice.put('/-/team/acme/platform/user', { user: 'dmitri' }));
  must(await alice.put('/-/team/acme/platform/user', { user: 'chiara' }));
  must(await alice.put('/-/team/acme/design/user', { user: 'chiara' }));
}

/** The newest version of the package that most pages are of comes with provenance. */
async function publish(
  { manifest, readme, files, by }: Release,
  people: People,
  { authority }: Studio,
): Promise<void> {
  const document = publishDocument(manifest, {
    readme,
    files,
    ...(manifest.version.includes('-') && { tag: 'next' }),
  });
  const { name, version } = manifest;
  if (name === '@acme/cache' && version === '2.0.0') {
    const [attachment]: { data: string }[] = Object.values(document['_attachments']);
    const tarball = Buffer.from(attachment?.data ?? '', 'base64');
    const statement = npmStatement(BUILD, { name, version, tarball });
    const data = JSON.stringify(await authority.attest(statement, { identity: onGithub(BUILD) }));
    document['_attachments'][`${name}-${version}.sigstore`] = {
      content_type: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      data,
      length: data.length,
    };
  }
  must(await people[by].put(`/${escape(name)}`, document));
}

async function maintain({ alice, ben, chiara, dmitri }: People): Promise<void> {
  const of = async (name: string, permissions: string, team: string) =>
    must(await alice.put(`/-/team/acme/${team}/package`, { package: name, permissions }));
  await of('@acme/cache', 'read-write', 'platform');
  await of('@acme/http', 'read-write', 'platform');
  await of('@acme/icons', 'read-only', 'design');
  const texts = { versions: { '0.0.3': { deprecated: 'Use String.prototype.padEnd' } } };
  must(await ben.put('/left-justify', texts));
  must(
    await alice.put(`${PACKAGE}/advisories/acme-2026-1`, {
      title: 'Keys of other users can be read when two loads race',
      severity: 'high',
      vulnerable_versions: '<1.2.0',
      patched_versions: '>=1.2.0',
      url: 'https://acme.example.com/advisories/1',
    }),
  );
  must(
    await alice.post('/-/package/@acme%2fcache/trust', [
      {
        type: 'github',
        claims: { repository: 'acme/tool', workflow_ref: { file: 'release.yml' } },
        permissions: ['createPackage'],
      },
    ]),
  );
  must(await alice.post('/-/package/@acme%2fcache/access', { publish_requires_tfa: false }));
  await staged(alice, {
    name: '@acme/cache',
    version: '2.1.0',
    scripts: { install: 'node get.js' },
  });
  must(await alice.post('/-/v1/orgs/acme/invitations', {}));
  for (const who of [ben, chiara, dmitri])
    must(await who.put('/-/user/v1/star', { package: '@acme/cache' }));
}

async function makeTokens({ alice }: People): Promise<string> {
  const common = { password: PASSWORD, packages_all: true };
  const make = async (more: object) =>
    must(await alice.post('/-/npm/v1/tokens', { ...common, ...more }));
  await make({ name: 'Deploys', packages_and_scopes_permission: 'read-only' });
  const { body } = await make({
    name: 'Releases of the platform team',
    packages_and_scopes_permission: 'read-write',
    cidr_whitelist: ['192.0.2.0/24'],
  });
  return body.key;
}

/** Put where signing in puts it: there is no provider. */
async function link({ services: { now, table } }: Studio): Promise<string> {
  const [iss, sub] = ['https://login.example.com', 'alice.moreau'];
  const [id, at, user] = [identityId({ iss, sub }), now().toISOString(), parseUserName('alice')];
  await linkIdentity(
    table,
    { id, issuer: iss, subject: sub, user, createdAt: at },
    {
      id,
      at,
      action: 'identity-link',
      actor: user,
      subject: `user:${user}`,
      address: '192.0.2.7',
      detail: {},
      days: 0,
    },
  );
  return id;
}

async function askForCode({ fetch: ask, url }: Studio): Promise<Filled['codeAsked']> {
  const { status, headers } = await ask('/-/web/account/sign-in', {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ name: 'chiara', password: PASSWORD, next: '' }).toString(),
  });
  const [cookie = ''] = headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '');
  const path = headers.get('location');
  if (path === null) throw new Error(`nobody is asked for a code: ${status}`);
  return { path, cookie };
}
