import { invalid } from '#domain/errors.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { permitHeld } from '#http/staging/name-holding.ts';
import { stagePackage } from '#http/staging/stage-package.ts';
import { receivePublish } from '#store/receive-publish.ts';
import { findStagingArea } from '#store/staging.ts';

/** `npm stage publish`, `pnpm stage publish`, `yarn npm publish --staged`: the document of a publish. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/stage/package/{package}',
  summary: 'Stage a version: it is published once a person approves it',
  permission: 'stage',
  secondFactor: 'enrolled',
  limit: 'publish',
  body: 'stream',
  stores: [
    'orgs:read',
    'staged:read',
    'staged:write',
    'blobs:write',
    'trust-root:read',
    'upstream:read',
  ],
});

export const handle = endpoint(route, async (call) => {
  const { params, pkg, principal, request, services } = call;
  const { table, blobs, policy } = services;
  const area = pkg ? undefined : await findStagingArea(table, params.package);
  await permitHeld({ name: params.package, pkg, area }, principal, 'stage', services);
  const { document, tarball } = await receivePublish(
    blobs,
    request.body,
    policy.limits,
    () => undefined,
  );
  if (!tarball) {
    throw invalid('a staged version needs its tarball: an attachment whose name ends in .tgz');
  }
  try {
    return json({ stageId: await stagePackage(call, { document, tarball }) }, 201);
  } finally {
    await tarball.blob.discard();
  }
});
