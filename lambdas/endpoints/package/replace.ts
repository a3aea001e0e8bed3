import { invalid } from '#domain/errors.ts';
import { revision } from '#domain/package.ts';
import { EditedDocument } from '#domain/packument-edit.ts';
import { endpoint } from '#http/endpoint.ts';
import { parse } from '#http/input.ts';
import { replaceDocument } from '#http/replace-document.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { receivePublish } from '#store/receive-publish.ts';

/**
 * `npm unpublish name@version`: the document without that version. `npm owner add` and `rm`: the
 * maintainers alone. pnpm's last resort for stars: the document with other users. yarn 1 sends
 * `undefined` as revision and half the owners, which is why the revision must match.
 */
export const route = defineRoute({
  method: 'PUT',
  path: '/{package}/-rev/{rev}',
  summary: 'Unpublish versions, set owners or star, by replacing the document of one revision',
  permission: 'user',
  secondFactor: 'itself',
  limit: 'publish',
  body: 'stream',
  stores: ['orgs:read', 'packages:read', 'packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const { params, request, services } = call;
  const { blobs, policy } = services;
  const { document } = await receivePublish(blobs, request.body, policy.limits, () => {
    throw invalid('a tarball is published without a revision in the path');
  });
  const after = await replaceDocument(call, params.rev, parse(EditedDocument, document, 'body'));
  return json({ ok: true, success: true, id: after.name, rev: revision(after) }, 201);
});
