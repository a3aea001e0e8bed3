import { createHash } from 'node:crypto';

import { CANARY_SCOPE } from '#domain/user.ts';
import { CANARY_AGENT } from '#http/canary-agent.ts';
import type { Services } from '#store/services.ts';

import { openSession } from './session.ts';
import { packageTarball } from './tarball.ts';

/** Milliseconds that one answer may take. */
const PATIENCE = 20_000;

/** Publishes a small private package and installs it, as a client does, by the registry's own URL. */
export async function runCanary(
  services: Pick<Services, 'table' | 'now' | 'policy'>,
): Promise<{ readonly published: string }> {
  const now = services.now();
  const name = nameOf(now);
  const version = `0.${now.getUTCHours()}.${now.getUTCMinutes() * 60 + now.getUTCSeconds()}`;
  const client = {
    origin: services.policy.publicUrl,
    token: await openSession(services, CANARY_SCOPE),
  };
  await publish(client, name, version);
  await install(client, name, version);
  if (services.policy.unpublish === 'owners') {
    await removeOld(client, nameOf(new Date(now.getTime() - 86_400_000)));
  }
  return { published: `${name}@${version}` };
}

/** One package a day, so that none of them grows. */
const nameOf = (day: Date): string => `${CANARY_SCOPE}/${day.toISOString().slice(0, 10)}`;

interface Client {
  readonly origin: string;
  readonly token: string;
}

async function ask(
  { origin, token }: Client,
  where: string,
  init: { readonly method?: string; readonly body?: string } = {},
): Promise<Response> {
  return fetch(origin + where, {
    ...init,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': CANARY_AGENT,
    },
    signal: AbortSignal.timeout(PATIENCE),
  });
}

const pathOf = (name: string): string => `/${name.replace('/', '%2f')}`;

async function publish(client: Client, name: string, version: string): Promise<void> {
  const tarball = packageTarball({ name, version });
  const file = `${name}-${version}.tgz`;
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const response = await ask(client, pathOf(name), {
    method: 'PUT',
    body: JSON.stringify({
      _id: name,
      name,
      access: 'restricted',
      'dist-tags': { latest: version },
      versions: {
        [version]: { name, version, dist: { integrity, tarball: `${client.origin}/x` } },
      },
      _attachments: {
        [file]: {
          content_type: 'application/octet-stream',
          data: tarball.toString('base64'),
          length: tarball.length,
        },
      },
    }),
  });
  await expectOk(response, 'publish');
}

/** What clients read of a document. */
interface Packument {
  readonly _rev: string;
  readonly versions: Readonly<
    Record<string, { readonly dist: { readonly tarball: string; readonly integrity: string } }>
  >;
}

async function install(client: Client, name: string, version: string): Promise<void> {
  const packument = await readPackument(client, name);
  const dist = packument?.versions[version]?.dist;
  if (!dist) throw new Error(`${name}@${version} was published and is not in its document`);
  const response = await ask(client, new URL(dist.tarball).pathname);
  await expectOk(response, 'download');
  const bytes = new Uint8Array(await response.arrayBuffer());
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (found !== dist.integrity) throw new Error(`${name}@${version} came back with other bytes`);
}

async function readPackument(client: Client, name: string): Promise<Packument | undefined> {
  const response = await ask(client, `${pathOf(name)}?write=true`);
  if (response.status === 404) return undefined;
  await expectOk(response, 'read');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own registry's answer
  return (await response.json()) as Packument;
}

async function removeOld(client: Client, name: string): Promise<void> {
  const packument = await readPackument(client, name);
  if (!packument) return;
  const path = `${pathOf(name)}/-rev/${packument._rev}`;
  await expectOk(await ask(client, path, { method: 'DELETE' }), 'unpublish');
}

async function expectOk(response: Response, what: string): Promise<void> {
  if (response.ok) return;
  throw new Error(`${what}: ${response.status} ${(await response.text()).slice(0, 300)}`);
}
