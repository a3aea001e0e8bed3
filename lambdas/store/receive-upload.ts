import { invalid } from '#domain/errors.ts';
import { blobKey, createDigests } from '#domain/integrity.ts';
import { readPublishBody } from '#domain/publish-body/read-publish-body.ts';
import { inspectTarball } from '#domain/tarball/inspect-tarball.ts';
import { checkUploadSize } from '#domain/upload.ts';
import type { PendingTarball } from '#store/receive-publish.ts';
import type { Limits } from '#store/services.ts';
import type { StagedUpload } from '#store/uploads.ts';

/** A publish document whose tarball is elsewhere: the attachment without its data. */
export async function receiveDocument(
  body: AsyncIterable<Uint8Array>,
  { document }: Limits,
): Promise<unknown> {
  return readPublishBody(body, { document, tarball: 0 }, async (attachment) => {
    throw invalid(`${attachment} was uploaded before: its attachment is sent without data`);
  });
}

/** Hashes and opens a staged tarball in one pass, as a publish does while it arrives. */
export async function receiveUpload(
  staged: StagedUpload,
  attachment: string,
  limits: Limits,
): Promise<PendingTarball> {
  checkUploadSize(staged.size, limits.tarball);
  const inspector = inspectTarball({ unpacked: limits.unpacked, files: limits.files });
  const hash = createDigests();
  let size = 0;
  try {
    for await (const chunk of staged.read()) {
      const inspected = inspector.write(chunk);
      // Beside the unpacking, which another thread does.
      hash.update(chunk);
      size += chunk.length;
      await inspected;
    }
    const facts = await inspector.end();
    const digests = hash.digests();
    return {
      content: { ...facts, attachment, digests, size },
      blob: { keep: async () => staged.keepAs(blobKey(digests.integrity)) },
    };
  } catch (error) {
    inspector.abort();
    throw error;
  }
}
