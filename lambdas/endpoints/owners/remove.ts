import { withoutOwner } from '#domain/owners.ts';
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
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const { user } = call.params;
  const ofOrg = await isOfOrg(call.services.table, call.params.package);
  const after = await updatePackage(call, 'manage', async (pkg) => ({
    before: pkg,
    after: { ...pkg, owners: withoutOwner(pkg, user, ofOrg) },
    audit: auditOf(call, 'owner-remove', { user }),
  }));
  return json({ ok: true, success: true, maintainers: after.owners });
});
