import { createHmac, randomBytes } from 'node:crypto';

import { forbidden } from '#domain/errors.ts';
import { sameSecret } from '#domain/integrity.ts';
import type { AwaitedUpload } from '#store/uploads.ts';

/** What S3 has presigned URLs for: whoever has a ticket may upload just what it says. */
export interface UploadTickets {
  issue: (upload: AwaitedUpload) => URLSearchParams;
  /** How many bytes may be put under the key. Throws `forbidden` for a ticket that is not, or no longer, good. */
  sizeOf: (key: string, ticket: URLSearchParams, now: Date) => number;
}

/** Tickets are good for as long as this process runs, and their hour. */
export function createUploadTickets(): UploadTickets {
  const secret = randomBytes(32);
  const sign = (key: string, size: string, expires: string): string =>
    createHmac('sha256', secret).update(`${key} ${size} ${expires}`).digest('hex');
  return {
    issue({ key, size, expiresAt }) {
      const expires = String(expiresAt.getTime());
      const signature = sign(key, String(size), expires);
      return new URLSearchParams({ size: String(size), expires, signature });
    },
    sizeOf(key, ticket, now) {
      const [size = '', expires = '', signature = ''] = ['size', 'expires', 'signature'].map(
        (name) => ticket.get(name) ?? '',
      );
      if (!sameSecret(signature, sign(key, size, expires)) || Number(expires) <= now.getTime()) {
        throw forbidden(
          'this address to upload to is not, or no longer, good: start the upload anew',
        );
      }
      return Number(size);
    },
  };
}
