import { partsMissing, partsOf } from '#domain/upload-parts.ts';
import { checkUploadId, noUpload, type UploadId } from '#domain/upload.ts';
import type { Services } from '#store/services.ts';
import type { StagedUpload } from '#store/uploads.ts';

interface Upload {
  readonly id: UploadId;
  readonly key: string;
}

/** What was uploaded, its parts put together. Throws a RegistryError where it is not all there, or is over. */
export async function findUpload(
  { now, uploads }: Pick<Services, 'now' | 'uploads'>,
  { id, key }: Upload,
): Promise<StagedUpload> {
  checkUploadId(id, now());
  if (id.parts) {
    const { size, handle: called } = id.parts;
    const parts = partsOf(size);
    // Where there is nothing to join it may have been done before.
    const missing = (await uploads.parts.join({ key, handle: called }, parts)) ?? [];
    if (missing.length > 0) throw partsMissing(missing, parts.length);
  }
  const staged = await uploads.find(key);
  if (!staged) throw noUpload();
  return staged;
}
