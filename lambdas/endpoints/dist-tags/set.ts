import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { setTag } from '#http/manage/dist-tags.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm dist-tag add`: the body is the bare version, as a JSON string. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/package/{package}/dist-tags/{tag}',
  summary: 'Point a dist-tag at a version',
  permission: 'tag',
  limit: 'publish',
  body: v.string('send the version as a JSON string'),
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const { params, body } = call;
  const { distTags } = await setTag(call, params.tag, body);
  // yarn 1 takes an answer without `ok` for a failure.
  return json({ ok: true, id: params.package, 'dist-tags': distTags }, 201);
});
