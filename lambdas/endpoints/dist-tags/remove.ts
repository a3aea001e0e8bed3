import { parseTag, tagsChange } from '#domain/dist-tag.ts';
import { forbidden, notFound } from '#domain/errors.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { updatePackage } from '#http/update-package.ts';

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
  const tag = parseTag(call.params.tag);
  if (tag === 'latest') {
    throw forbidden('every package needs its "latest" tag: point it at another version instead');
  }
  const after = await updatePackage(call, 'tag', async (pkg) => {
    const { [tag]: before, ...distTags } = pkg.distTags;
    if (before === undefined) throw notFound(`dist-tag "${tag}" of ${pkg.name}`);
    return {
      before: pkg,
      after: { ...pkg, distTags },
      audit: auditOf(call, 'untag', { tag }, tagsChange(pkg.distTags, distTags)),
    };
  });
  return json({ ok: true, id: call.params.package, 'dist-tags': after.distTags });
});
