import * as v from 'valibot';

import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { updatePackage } from '#http/update-package.ts';

/** `npm access set status=public|private`, `pnpm access set`. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/package/{package}/access',
  summary: 'Make a package public or private',
  permission: 'manage',
  limit: 'publish',
  body: v.object({
    access: v.picklist(
      ['public', 'restricted', 'private'],
      'access must be "public" or "restricted"; two factors for a package come with a later version',
    ),
  }),
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const visibility = call.body.access === 'public' ? 'public' : 'private';
  const after = await updatePackage(call, 'manage', async (pkg) => {
    if (pkg.visibility === visibility) return undefined;
    return {
      before: pkg,
      after: { ...pkg, visibility },
      audit: auditOf(
        call,
        'visibility',
        {},
        { before: { visibility: pkg.visibility }, after: { visibility } },
      ),
    };
  });
  return json({ ok: true, public: after.visibility === 'public' });
});
