import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { trustedOwnersNow } from '#http/trusted-owners.ts';

/** Ids are what counts; people know accounts by name, and want to see when one is somebody else's. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/trusted-owners',
  summary: 'List the accounts whose CI may claim free names, with the names they go by now',
  permission: 'admin',
  stores: ['trusted-owners:read'],
});

export const handle = endpoint(route, async ({ services }) =>
  json({ trustedOwners: await trustedOwnersNow(services) }),
);
