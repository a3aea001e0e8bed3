import { invalid } from '#domain/errors.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { type Package, revision } from '#domain/package.ts';
import { actorOf } from '#domain/principal.ts';
import { onlyVersion, PublishDocument } from '#domain/publish-document.ts';
import { checkUploadId, noUpload, stagingKey } from '#domain/upload.ts';
import { endpoint } from '#http/endpoint.ts';
import { parse } from '#http/input.ts';
import { logError } from '#http/log.ts';
import { type Publishing, publishPackage } from '#http/publish-package.ts';
import { findPublishable } from '#http/publishable.ts';
import { alreadyPublished } from '#http/repeated-publish.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { receiveDocument, receiveUpload } from '#store/receive-upload.ts';

/**
 * `pantry publish`, after the PUT: the document of `npm publish` whose attachment has a `length` and no
 * `data`. From here on it is a publish like any other. One that fails can be sent again; so can one
 * whose answer got lost.
 */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/uploads/{upload}/commit',
  summary: 'Publish a tarball that was uploaded',
  permission: 'publisher',
  body: 'stream',
  stores: [
    'packages:read',
    'packages:write',
    'documents:write',
    'blobs:write',
    'uploads:read',
    'signer',
    'trust-root:read',
    'trust:claim',
  ],
});

export const handle = endpoint(route, async ({ params, principal, request, services }) => {
  const received = await receiveDocument(request.body, services.policy.limits);
  const document = parse(PublishDocument, received, 'body');
  const name = parsePackageName(document.name);
  const known = await findPublishable(principal, name, services);
  const call = { params: { package: name }, principal, request, services };
  const [version, { dist }] = onlyVersion(name, document);
  const before =
    known && (await alreadyPublished(call, { name, version, integrity: dist?.integrity }));
  const key = stagingKey({ id: params.upload, user: actorOf(principal), name });
  const after = before ?? (await commit(call, params.upload, { key, document, known }));
  await services.uploads.remove(key).catch((error: unknown) => {
    logError('an upload that was published could not be removed', error, { package: name });
  });
  return json({ ok: true, success: true, id: after.name, rev: revision(after) }, 201);
});

interface Upload {
  readonly key: string;
  readonly document: PublishDocument;
  readonly known: Package | undefined;
}

async function commit(
  call: Publishing,
  id: string,
  { key, document, known }: Upload,
): Promise<Package> {
  const { now, policy, uploads } = call.services;
  checkUploadId(id, now());
  const staged = await uploads.find(key);
  if (!staged) throw noUpload();
  try {
    const tarball = await receiveUpload(staged, attachmentOf(document), policy.limits);
    return await publishPackage(call, { document, tarball }, { known });
  } finally {
    await staged.close();
  }
}

function attachmentOf({ _attachments }: PublishDocument): string {
  const [name, ...others] = Object.keys(_attachments).filter((each) => each.endsWith('.tgz'));
  if (name !== undefined && others.length === 0) return name;
  throw invalid('a publish has one attachment whose name ends in .tgz; here it has no data');
}
