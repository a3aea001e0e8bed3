import * as v from 'valibot';

import { RegistryError, tooLarge } from './errors.ts';
import { sha256 } from './integrity.ts';
import type { PackageName } from './package-name.ts';
import { inMegabytes } from './phrasing.ts';

/** How long after its start an upload can be put and committed, in milliseconds. */
export const UPLOAD_LIFETIME = 3_600_000;

/** The same of one in parts, which may be sent over a slow line or on another day. */
export const PARTS_LIFETIME = 86_400_000;

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
  parts: v.optional(v.boolean('must be true or false'), false),
});

/** Whose bytes they are, and of which package: nobody else, and no other package, finds them. */
export interface UploadSession {
  readonly id: string;
  readonly user: string;
  readonly name: PackageName;
}

const ID = /^(([0-9a-z]{8,10})-[\w-]{43})(?:\.([0-9a-z]{1,8})(?:\.([\w-]{1,1000}))?)?$/;

/** What an id says; nothing of a session is stored but its bytes. */
export interface UploadId {
  /** What the place of the bytes depends on. */
  readonly id: string;
  /** Milliseconds since 1970; 0 where it is the id of nothing. */
  readonly endsAt: number;
  /** Of one in parts: all its bytes, and what the place calls it that keeps them. */
  readonly parts?: { readonly size: number; readonly handle: string };
}

/** `<when it ends>-<32 random bytes>`, and `.<size>` of one in parts. */
export function createUploadId(random: Uint8Array, expiresAt: Date, size?: number): string {
  const id = `${expiresAt.getTime().toString(36)}-${Buffer.from(random).toString('base64url')}`;
  return size === undefined ? id : `${id}.${size.toString(36)}`;
}

/**
 * The id with what the place calls the session. It needs no seal: whoever puts another there can only put one
 * that belongs to the same place.
 */
export const withHandle = (id: string, handle: string): string =>
  handle === '' ? id : `${id}.${Buffer.from(handle).toString('base64url')}`;

export function readUploadId(text: string): UploadId {
  const [, single = '', end = '', size, handle = ''] = ID.exec(text) ?? [];
  if (single === '') return { id: text, endsAt: 0 };
  const endsAt = Number.parseInt(end, 36);
  if (size === undefined) return { id: single, endsAt };
  const parts = {
    size: Number.parseInt(size, 36),
    handle: Buffer.from(handle, 'base64url').toString(),
  };
  return { id: `${single}.${size}`, endsAt, parts };
}

/** Refuses the id of a session that is over, and what is none. */
export function checkUploadId({ endsAt }: UploadId, now: Date): void {
  if (endsAt <= now.getTime()) throw noUpload();
}

export const noUpload = (): RegistryError =>
  new RegistryError(
    'not_found',
    'there is nothing to commit: the upload has no bytes yet, was committed before, is over, or of another user or package. Upload it again',
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
