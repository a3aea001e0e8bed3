import { endpoint } from '#http/endpoint.ts';
import { removeTag } from '#http/manage/dist-tags.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm dist-tag rm`. pnpm and yarn 4 refuse `latest` themselves, npm leaves that to us. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/package/{package}/dist-tags/{tag}',
  summary: 'Remove a dist-tag',
  permission: 'tag',
  limit: 'publish',
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const { distTags } = await removeTag(call, call.params.tag);
  return json({ ok: true, id: call.params.package, 'dist-tags': distTags });
});
