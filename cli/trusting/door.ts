import * as v from 'valibot';

import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

import type { RegistryClient } from '../registry/client.ts';
import { type Trusted, TrustedList } from './trusted.ts';

/** Whom a package of a registry trusts, for its owner. */
export interface TrustDoor {
  list(): Promise<readonly Trusted[]>;
  add(request: Json): Promise<readonly Trusted[]>;
  revoke(id: string): Promise<void>;
}

export function openTrustDoor(client: RegistryClient, name: PackageName): TrustDoor {
  const path = `/-/package/${name.replace('/', '%2f')}/trust`;
  return {
    list: async () => client.ask(TrustedList, { path }),
    add: async (request) => client.ask(TrustedList, { method: 'POST', path, body: [request] }),
    revoke: async (id) => {
      await client.ask(v.unknown(), {
        method: 'DELETE',
        path: `${path}/${encodeURIComponent(id)}`,
      });
    },
  };
}
