import { endpoint } from '#http/endpoint.ts';
import { unpublishWhole } from '#http/manage/unpublish.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm unpublish name --force`. The name stays with its owners, and no number is used again. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/{package}/-rev/{rev}',
  summary: 'Unpublish a whole package',
  permission: 'unpublish',
  limit: 'publish',
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  await unpublishWhole(call, call.params.rev);
  return json({ ok: true });
});
