import { randomBytes } from 'node:crypto';

import { blobKey } from '#domain/integrity.ts';
import { type PackageName, parsePackageName } from '#domain/package-name.ts';
import { actorOf } from '#domain/principal.ts';
import {
  checkUploadSize,
  createUploadId,
  PARTS_LIFETIME,
  stagingKey,
  UPLOAD_LIFETIME,
  UploadRequest,
} from '#domain/upload.ts';
import { parseVersion } from '#domain/version.ts';
import { endpoint } from '#http/endpoint.ts';
import { findPublishable } from '#http/publishable.ts';
import { isRepeated } from '#http/repeated-publish.ts';
import { json, type Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { showUpload } from '#http/show-upload.ts';
import { stagedBefore } from '#http/staging/staged-before.ts';
import type { Services } from '#store/services.ts';

/**
 * `pantry publish`, for tarballs that are too large for one request to the API. What is sure to fail is
 * refused before the bytes are sent. With `stage` it shall be staged. They go to `url` by a PUT with `headers` and without a token;
 * with `parts`, in parts that can be sent again each by itself.
 */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/uploads',
  summary: 'Begin to publish a large tarball: says where to put it',
  permission: 'publisher',
  secondFactor: 'enrolled',
  limit: 'publish',
  body: UploadRequest,
  stores: [
    'orgs:read',
    'packages:read',
    'staged:read',
    'blobs:read',
    'uploads:write',
    'upstream:read',
  ],
});

export const handle = endpoint(route, async ({ body, principal, request, services }) => {
  const { size, integrity, stage } = body;
  const name = parsePackageName(body.name);
  const version = body.version === undefined ? undefined : parseVersion(body.version);
  if (integrity !== undefined) blobKey(integrity);
  checkUploadSize(size, services.policy.limits.tarball);
  await findPublishable(principal, name, services, stage ? 'stage' : 'publish');
  if (version) {
    const taken = stage ? stagedBefore : isRepeated;
    await taken({ principal, services }, { name, version, integrity });
  }
  const begun = { size, user: actorOf(principal), name };
  return body.parts ? inParts(begun, request, services) : asOne(begun, request, services);
});

interface Begun {
  readonly size: number;
  readonly user: string;
  readonly name: PackageName;
}

async function asOne(
  { size, user, name }: Begun,
  request: Request,
  services: Services,
): Promise<Reply> {
  const expiresAt = new Date(services.now().getTime() + UPLOAD_LIFETIME);
  const id = createUploadId(randomBytes(32), expiresAt);
  const key = stagingKey({ id, user, name });
  const { url, headers } = await services.uploads.open({ key, size, expiresAt });
  const absolute = new URL(url, `${request.baseUrl}/`).href;
  return json(
    { id, method: 'PUT', url: absolute, headers, expiresAt: expiresAt.toISOString() },
    201,
  );
}

async function inParts(
  { size, user, name }: Begun,
  request: Request,
  services: Services,
): Promise<Reply> {
  const endsAt = new Date(services.now().getTime() + PARTS_LIFETIME);
  const id = createUploadId(randomBytes(32), endsAt, size);
  const key = stagingKey({ id, user, name });
  const called = await services.uploads.parts.begin(key);
  const upload = { id, key, size, handle: called, endsAt };
  return showUpload(upload, [], { request, services, status: 201 });
}
