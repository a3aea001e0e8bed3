import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

interface ObjectKey {
  readonly Bucket: string;
  readonly Key: string;
}

/** Bytes of a part: each is held in memory, so that it can be sent again. S3 takes 10,000 of them. */
export const PART = 16 * 1024 * 1024;

/** Puts an object part by part, whole or not at all. */
export async function putStream(
  client: S3Client,
  object: ObjectKey,
  stream: AsyncIterable<Uint8Array>,
): Promise<void> {
  const created = await client.send(
    new CreateMultipartUploadCommand({ ...object, ContentType: 'application/octet-stream' }),
  );
  const upload = { ...object, UploadId: created.UploadId };
  try {
    const Parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = [];
    for await (const Body of partsOf(stream)) {
      const PartNumber = Parts.length + 1;
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      Parts.push({ ETag, PartNumber });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
    );
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

async function* partsOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < PART) continue;
    yield Buffer.concat(chunks);
    [chunks, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(chunks);
}
