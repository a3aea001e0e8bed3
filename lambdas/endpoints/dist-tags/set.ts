import * as v from 'valibot';

import { parseTag, tagsChange } from '#domain/dist-tag.ts';
import { forbidden, notFound } from '#domain/errors.ts';
import { parseVersion } from '#domain/version.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { updatePackage } from '#http/update-package.ts';
import { findRelease } from '#store/releases.ts';

/** Tags that one package can have. */
const MOST = 500;

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
  const { params, body, services } = call;
  const tag = parseTag(params.tag);
  const version = parseVersion(body);
  const after = await updatePackage(call, 'tag', async (pkg) => {
    if (!(await findRelease(services, pkg.name, version))) {
      throw notFound(`${pkg.name}@${version}`);
    }
    if (pkg.distTags[tag] === version) return undefined;
    const distTags = { ...pkg.distTags, [tag]: version };
    if (Object.keys(distTags).length > MOST) {
      throw forbidden(`${pkg.name} has ${MOST} tags already: remove one first`);
    }
    return {
      before: pkg,
      after: { ...pkg, distTags },
      audit: auditOf(call, 'tag', { tag }, tagsChange(pkg.distTags, distTags)),
    };
  });
  // yarn 1 takes an answer without `ok` for a failure.
  return json({ ok: true, id: params.package, 'dist-tags': after.distTags }, 201);
});
