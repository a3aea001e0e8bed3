import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findRetiredKeys } from '#store/retired-keys.ts';
import type { PublicKey } from '#store/signer.ts';

/** `npm audit signatures`, `pnpm audit signatures`: the keys that `dist.signatures` verify with. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/npm/v1/keys',
  summary: 'List the public keys that this registry signs versions with',
  permission: 'anyone',
  stores: ['signer', 'retired-keys:read', 'upstream:ask'],
});

export const handle = endpoint(route, async ({ services: { signer, table, upstreams } }) => {
  const [current, retired, theirs = []] = await Promise.all([
    signer.publicKeys(),
    findRetiredKeys(table),
    upstreams?.keys(),
  ]);
  const keys = new Map<string, PublicKey>();
  for (const key of [...current, ...retired, ...theirs]) {
    if (!keys.has(key.keyid)) keys.set(key.keyid, key);
  }
  return json({ keys: [...keys.values()] });
});
