import { tagsChange } from '#domain/dist-tag.ts';
import { checkRevision } from '#domain/packument-edit.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { updatePackage } from '#http/update-package.ts';
import { listReleases } from '#store/releases.ts';
import { finishUnpublish } from '#store/unpublish.ts';

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
  const { params, principal, services } = call;
  const after = await updatePackage(call, 'unpublish', async (pkg) => {
    checkRevision(pkg, params.rev);
    const releases = await listReleases(services, pkg.name);
    const versions = releases.map(({ version }) => version);
    const at = services.now().toISOString();
    return {
      before: pkg,
      after: {
        ...pkg,
        distTags: {},
        unpublished: { by: principal.name, at, rev: pkg.rev, versions },
      },
      audit: auditOf(call, 'unpublish', { versions }, tagsChange(pkg.distTags, {})),
    };
  });
  await finishUnpublish(services, after);
  return json({ ok: true });
});
