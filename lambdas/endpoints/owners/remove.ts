import { ownersChange, withoutOwner } from '#domain/owners.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { updatePackage } from '#http/update-package.ts';
import { isOfOrg } from '#store/orgs.ts';

/** `pnpm owner rm`; npm and yarn edit the document instead. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/package/{package}/owners/{user}',
  summary: 'Take a package away from one of its owners',
  permission: 'manage',
  limit: 'publish',
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const { user } = call.params;
  const ofOrg = await isOfOrg(call.services.table, call.params.package);
  const after = await updatePackage(call, 'manage', async (pkg) => {
    const owners = withoutOwner(pkg, user, ofOrg);
    const audit = auditOf(call, 'owner-remove', { user }, ownersChange(pkg, owners));
    return { before: pkg, after: { ...pkg, owners }, audit };
  });
  return json({ ok: true, success: true, maintainers: after.owners });
});
