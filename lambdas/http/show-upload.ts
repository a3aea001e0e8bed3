import { missingFrom, partsOf, type ReceivedPart } from '#domain/upload-parts.ts';
import { UPLOAD_LIFETIME, withHandle } from '#domain/upload.ts';
import { json, type Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import type { PartedUpload } from '#store/uploads.ts';

/** A session in parts that lives. */
interface OpenUpload extends PartedUpload {
  readonly id: string;
  readonly size: number;
  readonly endsAt: Date;
}

interface Shown {
  readonly request: Request;
  readonly services: Pick<Services, 'uploads' | 'now'>;
  readonly status: 200 | 201;
}

/**
 * What of an upload has arrived, and where the rest goes: each part by a PUT of its own with its headers, and without a
 * token. Addresses are good for an hour at most, the upload for a day: whoever asks again gets new ones.
 */
export async function showUpload(
  upload: OpenUpload,
  received: readonly ReceivedPart[],
  { request, services, status }: Shown,
): Promise<Reply> {
  const { id, size, handle, endsAt } = upload;
  const hour = services.now().getTime() + UPLOAD_LIFETIME;
  const expiresAt = new Date(Math.min(endsAt.getTime(), hour));
  const parts = partsOf(size);
  const missing = missingFrom(parts, received);
  const waiting = new Set(missing.map(({ number }) => number));
  const body = {
    id: withHandle(id, handle),
    method: 'PUT',
    size,
    partSize: parts[0]?.size ?? size,
    partCount: parts.length,
    received: parts
      .filter(({ number }) => !waiting.has(number))
      .map((part) => ({ number: part.number, size: part.size })),
    missing: await Promise.all(
      missing.map(async (part) => {
        const { url, headers } = await services.uploads.parts.target({
          ...upload,
          part,
          expiresAt,
        });
        return { ...part, url: new URL(url, `${request.baseUrl}/`).href, headers };
      }),
    ),
    urlsExpireAt: expiresAt.toISOString(),
    expiresAt: endsAt.toISOString(),
  };
  return json(body, status);
}
