import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm audit signatures`, `pnpm audit signatures`: the keys that `dist.signatures` verify with. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/npm/v1/keys',
  summary: 'List the public keys that this registry signs versions with',
  permission: 'anyone',
  stores: ['signer', 'upstream:ask'],
});

export const handle = endpoint(route, async ({ services: { signer, upstreams } }) => {
  const [own, theirs = []] = await Promise.all([signer.publicKeys(), upstreams?.keys()]);
  const known = new Set(own.map(({ keyid }) => keyid));
  return json({ keys: [...own, ...theirs.filter(({ keyid }) => !known.has(keyid))] });
});
