import { blobKey } from '#domain/integrity.ts';
import { endpoint } from '#http/endpoint.ts';
import { defineRoute } from '#http/route.ts';
import { findWaiting } from '#http/staging/find-visible.ts';

/** `npm stage download`; pnpm, before it approves several. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/stage/{id}/tarball',
  summary: "Download a staged version's tarball",
  permission: 'publisher',
  stores: ['orgs:read', 'packages:read', 'staged:read', 'blobs:link'],
});

export const handle = endpoint(route, async ({ params, principal, services }) => {
  const { draft } = await findWaiting(services, principal, params.id);
  return {
    headers: {
      'content-type': 'application/octet-stream',
      'cache-control': 'private, no-store',
    },
    body: { kind: 'blob', key: blobKey(draft.integrity), size: draft.size },
  };
});
