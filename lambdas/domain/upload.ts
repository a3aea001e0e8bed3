import * as v from 'valibot';

import { RegistryError, tooLarge } from './errors.ts';
import { sha256 } from './integrity.ts';
import type { PackageName } from './package-name.ts';
import { inMegabytes } from './phrasing.ts';

/** How long after its start an upload can be put and committed, in milliseconds. */
export const UPLOAD_LIFETIME = 3_600_000;

/** What S3 takes as one object by one request. */
const LARGEST = 5 * 2 ** 30;

/** What a client says of a tarball before it uploads it. */
export const UploadRequest = v.object({
  name: v.pipe(v.string('say which package it is for'), v.maxLength(214, 'up to 214 characters')),
  version: v.optional(v.pipe(v.string('must be a version'), v.maxLength(256, 'up to 256'))),
  size: v.pipe(
    v.number('say how many bytes the tarball has'),
    v.integer('must be a whole number of bytes'),
    v.minValue(1, 'must be at least one byte'),
  ),
  integrity: v.optional(v.pipe(v.string('must be an integrity'), v.maxLength(200, 'up to 200'))),
  stage: v.optional(v.boolean('must be true or false'), false),
});

/** Whose bytes they are, and of which package: nobody else, and no other package, finds them. */
export interface UploadSession {
  readonly id: string;
  readonly user: string;
  readonly name: PackageName;
}

const ID = /^([0-9a-z]{8,10})-[\w-]{43}$/;

/** `<when it ends>-<32 random bytes>`: nothing of a session is stored but its bytes. */
export const createUploadId = (random: Uint8Array, expiresAt: Date): string =>
  `${expiresAt.getTime().toString(36)}-${Buffer.from(random).toString('base64url')}`;

/** Refuses the id of a session that is over, and what is none. */
export function checkUploadId(id: string, now: Date): void {
  const [, end] = ID.exec(id) ?? [];
  if (end === undefined || Number.parseInt(end, 36) <= now.getTime()) throw noUpload();
}

export const noUpload = (): RegistryError =>
  new RegistryError(
    'not_found',
    'there is nothing to commit: the upload has no bytes yet, was committed before, is older than an hour, or of another user or package',
  );

/** Where the bytes lie: whoever makes up an id, or ends it later, means a place where nothing is. */
export const stagingKey = ({ id, user, name }: UploadSession): string =>
  sha256(JSON.stringify([user, name, id]));

/** Refuses a tarball above the registry's limit, or that no store takes. */
export function checkUploadSize(size: number, limit: number): void {
  const most = Math.min(limit, LARGEST);
  if (size <= most) return;
  throw tooLarge(
    `the tarball has ${inMegabytes(size)}, more than the limit of this registry, ${inMegabytes(most)}`,
  );
}
