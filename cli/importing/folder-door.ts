import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { asUserName, type UserName } from '#domain/user.ts';
import { importPackage } from '#http/import/import-package.ts';
import type { ReceivedTarball } from '#http/import/prepare-versions.ts';
import { whatIsHere } from '#http/import/what-is-here.ts';
import type { Publishing } from '#http/publish-package.ts';
import { readPackument } from '#store/packuments.ts';
import { receiveTarball } from '#store/receive-publish.ts';
import type { Services } from '#store/services.ts';
import { findUsers } from '#store/users.ts';

import type { Settings } from '../../local/config/schema.ts';
import { createAccessLog } from '../../local/http/access-log.ts';
import { openRegistry } from '../../local/registry.ts';
import { parsedAsIs } from '../parsed-as-is.ts';
import type { ImportDoor, LocalTarball } from './door.ts';

const unpack = promisify(gunzip);

/** A data folder that no registry uses: what its endpoints do is done here. */
export async function openFolderDoor(settings: Settings): Promise<ImportDoor> {
  const silent = createAccessLog('none', () => undefined);
  const registry = await openRegistry(settings, silent);
  const { services } = registry;
  return {
    here: async (name) => whatIsHere(services, name),
    bring: async (name, batch) =>
      importPackage(callOf(services, name), batch, async ({ tarball }, file) =>
        receive(services, tarball, file),
      ),
    async document(name) {
      const document = await readPackument(services, name, 'full');
      const text = document ? (await unpack(document.gzip)).toString() : '{}';
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was rendered here
      return parsedAsIs(text) as Json;
    },
    async strangers(names) {
      const known = names.map(asUserName).filter((name) => name !== undefined);
      const users = new Set<string>(
        (await findUsers(services.table, known)).map(({ name }) => name),
      );
      return names.filter((name) => !users.has(name));
    },
    close: async () => registry.close(),
  };
}

async function receive(
  { blobs, policy }: Services,
  { file: place, bytes }: LocalTarball,
  file: string,
): Promise<ReceivedTarball> {
  const source = bytes ? once(bytes) : createReadStream(place);
  const received = await receiveTarball(blobs, file, source, policy.limits);
  return { ...received, discard: received.blob.discard };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** By whoever may write into the folder: no user has this name. */
const byHand: UserPrincipal = {
  kind: 'user',
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name that nobody can have
  name: 'pantry import' as UserName,
  email: 'no-reply@localhost',
  admin: true,
  credential: { kind: 'password' },
};

const callOf = (services: Services, name: PackageName): Publishing => ({
  params: { package: name },
  principal: byHand,
  services,
  request: {
    id: randomUUID(),
    method: 'PUT',
    path: `/-/v1/imports/${name}`,
    query: new URLSearchParams(),
    headers: {},
    body: nothing(),
    address: 'localhost',
    baseUrl: services.policy.publicUrl,
  },
});

async function* nothing(): AsyncGenerator<Uint8Array> {}
