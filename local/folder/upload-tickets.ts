import { createHmac, randomBytes } from 'node:crypto';

import { forbidden } from '#domain/errors.ts';
import { sameSecret } from '#domain/integrity.ts';

/** What may be put where, until when. */
export interface Leave {
  readonly key: string;
  readonly size: number;
  /** Which part of what comes in parts. */
  readonly part?: number;
  readonly expiresAt: Date;
}

/** What S3 has presigned URLs for: whoever has a ticket may upload just what it says. */
export interface UploadTickets {
  issue: (leave: Leave) => URLSearchParams;
  /** What may be put under the key. Throws `forbidden` for a ticket that is not, or no longer, good. */
  read: (key: string, ticket: URLSearchParams, now: Date) => Leave;
}

/** Tickets are good for as long as this process runs, and their hour. */
export function createUploadTickets(): UploadTickets {
  const secret = randomBytes(32);
  const sign = (...said: readonly string[]): string =>
    createHmac('sha256', secret).update(said.join(' ')).digest('hex');
  return {
    issue({ key, size, part, expiresAt }) {
      const said = {
        size: String(size),
        expires: String(expiresAt.getTime()),
        ...(part !== undefined && { part: String(part) }),
      };
      const signature = sign(key, said.size, said.expires, said.part ?? '');
      return new URLSearchParams({ ...said, signature });
    },
    read(key, ticket, now) {
      const [size = '', expires = '', part = '', signature = ''] = [
        'size',
        'expires',
        'part',
        'signature',
      ].map((name) => ticket.get(name) ?? '');
      const good = sameSecret(signature, sign(key, size, expires, part));
      if (!good || Number(expires) <= now.getTime()) {
        throw forbidden(
          'this address to upload to is not, or no longer, good: ask for the upload’s addresses again, or start it anew',
        );
      }
      const leave = { key, size: Number(size), expiresAt: new Date(Number(expires)) };
      return part === '' ? leave : { ...leave, part: Number(part) };
    },
  };
}
