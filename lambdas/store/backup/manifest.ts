import { createHash } from 'node:crypto';
import * as v from 'valibot';

import { BackupError } from './backup-error.ts';

/** Raised when a backup written by this code can't be read by the code before it. */
const FORMAT = 1;

/** Bytes that a manifest may have: one of a hundred million items has three. */
export const LONGEST_MANIFEST = 16 * 1024 * 1024;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A name that leads nowhere but into the folder of its backup. */
const SegmentName = v.pipe(v.string(), v.regex(/^(?:items|blobs)-\d{5,7}\.jsonl\.zst$/));

const Segment = v.object({
  name: SegmentName,
  sha256: Sha256,
  /** Bytes of the file. */
  size: Count,
  lines: Count,
});

const Lines = v.object({
  count: Count,
  /** Of items, bytes of their JSON; of blobs, of themselves. */
  bytes: Count,
  segments: v.array(Segment),
});

const PublicKey = v.object({
  keyid: v.pipe(v.string(), v.regex(/^SHA256:[A-Za-z0-9+/=]{44}$/)),
  keytype: v.literal('ecdsa-sha2-nistp256'),
  scheme: v.literal('ecdsa-sha2-nistp256'),
  key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/=]{1,400}$/)),
  expires: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
});

export const ID = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

const Manifest = v.object({
  format: v.literal(FORMAT),
  id: v.pipe(v.string(), v.regex(ID)),
  /** ISO times: the items are as they were at the first, or, of AWS, between the two. */
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  finishedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** The version of Pantry that wrote it. */
  version: v.string(),
  from: v.picklist(['folder', 'aws']),
  items: Lines,
  blobs: Lines,
  /** Blobs that items name and that could not be had, or were not what their names say. */
  lost: Count,
  withCache: v.boolean(),
  /** SHA-256 of the sealed keys; null where they were left out. */
  keys: v.nullable(Sha256),
  publicKeys: v.array(PublicKey),
});

export type Manifest = v.InferOutput<typeof Manifest>;
export type Segment = v.InferOutput<typeof Segment>;
export type Lines = v.InferOutput<typeof Lines>;

export const CURRENT_FORMAT = FORMAT;

/** A manifest as its file has it: what it says, and the SHA-256 of that. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify({ ...manifest, sha256: hashOf(manifest) }, undefined, 2)}\n`;
}

/** Throws BackupError, naming the place. */
export function parseManifest(text: string, place: string): Manifest {
  const { sha256, ...said } = parseObject(text, place);
  const { format } = said;
  if (typeof format === 'number' && format > FORMAT) {
    throw new BackupError(
      `${place} was written by a newer Pantry: it has format ${format}, this version reads up to ${FORMAT}. Use the version that wrote it, or a newer one`,
    );
  }
  const parsed = v.safeParse(Manifest, said);
  if (sha256 === hashOf(said) && parsed.success) return parsed.output;
  throw damaged(place);
}

const damaged = (place: string): BackupError =>
  new BackupError(`${place} is damaged: choose another backup with --backup, or back up again`);

function parseObject(text: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said === 'object' && said !== null && !Array.isArray(said)) return { ...said };
  } catch {
    // Said below.
  }
  throw damaged(place);
}

const hashOf = (said: object): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('hex');
