import { type Endpoint, endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

import type { FolderUploads } from '../folder/uploads.ts';

/** The PUT that S3 answers on AWS. The address itself says who may: clients send it no token. */
const route = defineRoute({
  method: 'PUT',
  path: '/-/v1/uploads/{key}',
  summary: 'Put the bytes of an upload',
  permission: 'anyone',
  body: 'stream',
  stores: [],
});

export const uploadEndpoint = (uploads: FolderUploads): Endpoint => ({
  route,
  handle: endpoint(route, async ({ params, request }) => {
    await uploads.receive(params.key, request.query, request.body);
    return json({ ok: true });
  }),
});
