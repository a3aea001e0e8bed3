import { RegistryError } from '#domain/errors.ts';
import { ImportRequest, LARGEST_BATCH } from '#domain/import/import-batch.ts';
import { actorOf } from '#domain/principal.ts';
import { readUploadId, stagingKey } from '#domain/upload.ts';
import { endpoint } from '#http/endpoint.ts';
import { errorReply } from '#http/error-reply.ts';
import { findUpload } from '#http/find-upload.ts';
import { importPackage } from '#http/import/import-package.ts';
import { requireForImport } from '#http/import/import-pass.ts';
import type { ReceivedTarball } from '#http/import/prepare-versions.ts';
import { parse, readJson } from '#http/input.ts';
import { logError } from '#http/log.ts';
import type { Publishing } from '#http/publish-package.ts';
import { json, type Reply } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findPackage } from '#store/packages.ts';
import { receiveTarball } from '#store/receive-publish.ts';
import { receiveUpload } from '#store/receive-upload.ts';

/**
 * `pantry import`: versions of one package with their tarballs, in base64 or by the id of an upload. Sent again it
 * finds them here.
 */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/v1/imports/{package}',
  summary: 'Bring versions of another registry in, with their dates',
  permission: 'admin',
  secondFactor: 'itself',
  body: 'stream',
  stores: [
    'orgs:read',
    'packages:read',
    'packages:write',
    'documents:write',
    'blobs:write',
    'uploads:read',
    'uploads:parts',
    'signer',
    'upstream:read',
  ],
});

export const handle = endpoint(route, async (call) => {
  const pkg = await findPackage(call.services.table, call.params.package);
  // As for a publish: a package may ask for more than the account does.
  const headers = await requireForImport({ ...call, pkg });
  // A code is used up by a request that is refused after it, too.
  const reply = await bring(call).catch((error: unknown) => errorReply(error, call.request.id));
  return { ...reply, headers: { ...reply.headers, ...headers } };
});

async function bring(call: Publishing): Promise<Reply> {
  const batch = parse(ImportRequest, await readJson(call.request, LARGEST_BATCH), 'body');
  const report = await importPackage(call, batch, async ({ tarball }, file) =>
    'data' in tarball ? fromText(call, tarball.data, file) : fromUpload(call, tarball.upload, file),
  );
  const done = batch.versions.filter(
    ({ version }) => report.versions[version]?.outcome !== 'refused',
  );
  for (const { tarball } of done) if ('upload' in tarball) await forget(call, tarball.upload);
  return json(report);
}

async function fromText(
  { services }: Publishing,
  data: string,
  file: string,
): Promise<ReceivedTarball> {
  const bytes = Buffer.from(data, 'base64');
  const { blobs, policy } = services;
  const received = await receiveTarball(blobs, file, once(bytes), policy.limits);
  return { ...received, discard: received.blob.discard };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function fromUpload(
  call: Publishing,
  upload: string,
  file: string,
): Promise<ReceivedTarball> {
  const id = readUploadId(upload);
  const staged = await findUpload(call.services, { id, key: keyOf(call, upload) });
  try {
    const received = await receiveUpload(staged, file, call.services.policy.limits);
    return { ...received, discard: async () => staged.close() };
  } catch (error) {
    await staged.close();
    // What is joined of parts can't be put again: it is over.
    if (id.parts && error instanceof RegistryError) await forget(call, upload);
    throw error;
  }
}

async function forget(call: Publishing, upload: string): Promise<void> {
  await call.services.uploads.remove(keyOf(call, upload)).catch((error: unknown) => {
    logError('an upload that was imported could not be removed', error, {
      package: call.params.package,
    });
  });
}

const keyOf = ({ params, principal }: Publishing, upload: string): string =>
  stagingKey({ id: readUploadId(upload).id, user: actorOf(principal), name: params.package });
