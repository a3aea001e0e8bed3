import * as v from 'valibot';

import { invalid, RegistryError } from '#domain/errors.ts';
import { checkDigests } from '#domain/integrity.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { revision } from '#domain/package.ts';
import { actorOf } from '#domain/principal.ts';
import { onlyVersion, PublishDocument } from '#domain/publish-document.ts';
import { readUploadId, stagingKey, type UploadId } from '#domain/upload.ts';
import { endpoint } from '#http/endpoint.ts';
import { findUpload } from '#http/find-upload.ts';
import { parse } from '#http/input.ts';
import { logError } from '#http/log.ts';
import { type Publishing, publishPackage, type Received } from '#http/publish-package.ts';
import { findPublishable } from '#http/publishable.ts';
import { alreadyPublished, type ClaimedVersion } from '#http/repeated-publish.ts';
import { json, type Reply } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { stagePackage } from '#http/staging/stage-package.ts';
import { stagedBefore } from '#http/staging/staged-before.ts';
import type { PendingTarball } from '#store/receive-publish.ts';
import { receiveDocument, receiveUpload } from '#store/receive-upload.ts';
import type { StagedUpload } from '#store/uploads.ts';

/**
 * `pantry publish`, after the PUT: the document of `npm publish` whose attachment has a `length` and no
 * `data`. Parts are put together first. From here on it is a publish like any other or, with `?stage=true`, a staging
 * like any other. One that fails can be sent again; so can one whose answer got lost.
 */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/uploads/{upload}/commit',
  summary: 'Publish or stage a tarball that was uploaded',
  permission: 'publisher',
  secondFactor: 'itself',
  query: v.object({
    stage: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
  }),
  limit: 'publish',
  body: 'stream',
  stores: [
    'orgs:read',
    'packages:read',
    'packages:write',
    'staged:read',
    'staged:write',
    'documents:write',
    'blobs:write',
    'uploads:read',
    'uploads:parts',
    'signer',
    'trust-root:read',
    'trust:claim',
  ],
});

export const handle = endpoint(route, async ({ params, query, principal, request, services }) => {
  const received = await receiveDocument(request.body, services.policy.limits);
  const document = parse(PublishDocument, received, 'body');
  const name = parsePackageName(document.name);
  const [version, { dist }] = onlyVersion(name, document);
  const id = readUploadId(params.upload);
  const key = stagingKey({ id: id.id, user: actorOf(principal), name });
  const upload = {
    id,
    key,
    document,
    claimed: { name, version, integrity: dist?.integrity },
  };
  const call = { params: { package: name }, principal, request, services };
  const reply = query.stage === 'true' ? await stage(call, upload) : await publish(call, upload);
  await services.uploads.remove(key).catch((error: unknown) => {
    logError('an upload that was published could not be removed', error, { package: name });
  });
  return reply;
});

interface Upload {
  readonly id: UploadId;
  readonly key: string;
  readonly document: PublishDocument;
  readonly claimed: ClaimedVersion;
}

async function publish(call: Publishing, upload: Upload): Promise<Reply> {
  const { params, principal, services } = call;
  const known = await findPublishable(principal, params.package, services);
  const before = known && (await alreadyPublished(call, upload.claimed));
  if (!before) await requireSecondFactor('writes', { ...call, pkg: known });
  const after =
    before ??
    (await withUpload(call, upload, async (bytes) => publishPackage(call, bytes, { known })));
  return json({ ok: true, success: true, id: after.name, rev: revision(after) }, 201);
}

async function stage(call: Publishing, upload: Upload): Promise<Reply> {
  const { params, principal, services } = call;
  await findPublishable(principal, params.package, services, 'stage');
  await requireSecondFactor('enrolled', call);
  const tags = Object.keys(upload.document['dist-tags'] ?? {});
  const before = await stagedBefore(call, upload.claimed, tags);
  const stageId =
    before ?? (await withUpload(call, upload, async (bytes) => stagePackage(call, bytes)));
  return json({ stageId }, 201);
}

/** Hands over what was uploaded, once it was looked into. */
async function withUpload<T>(
  call: Publishing,
  upload: Upload,
  use: (received: Received) => Promise<T>,
): Promise<T> {
  const { document } = upload;
  const staged = await findUpload(call.services, upload);
  try {
    const tarball = await receive(call.services, upload, staged);
    return await use({ document, tarball });
  } finally {
    await staged.close();
  }
}

/** Other bytes than were announced can be put again, but no part of what is joined: it is over then. */
async function receive(
  { policy, uploads }: Publishing['services'],
  { id, key, document, claimed }: Upload,
  staged: StagedUpload,
): Promise<PendingTarball> {
  const attachment = attachmentOf(document);
  try {
    const tarball = await receiveUpload(staged, attachment, policy.limits);
    if (id.parts) checkDigests(claimed, tarball.content.digests);
    return tarball;
  } catch (error) {
    if (id.parts && error instanceof RegistryError) await uploads.remove(key);
    throw error;
  }
}

function attachmentOf({ _attachments }: PublishDocument): string {
  const [name, ...others] = Object.keys(_attachments).filter((each) => each.endsWith('.tgz'));
  if (name !== undefined && others.length === 0) return name;
  throw invalid('a publish has one attachment whose name ends in .tgz; here it has no data');
}
