import { invalid } from '#domain/errors.ts';

/** What an extended header may say about the file that follows it. */
export interface PaxRecords {
  readonly path?: string;
  readonly size?: number;
}

const SPACE = 0x20;
const NEWLINE = 0x0a;
const EQUALS = 0x3d;
const LENGTH = /^[1-9]\d{0,7}$/;
const DECIMAL = /^\d{1,15}$/;
/** Sparse files, whose real name and content only few readers find, and links. */
const REFUSED = /^(?:GNU\.sparse\.|SCHILY\.(?:realsize|filetype)$|linkpath$)/;

/**
 * Reads an extended header record by record, by its lengths. node-tar reads lines instead, and
 * skips what it does not understand: a value with a line break in it would be two different things.
 */
export function readPax(bytes: Buffer): PaxRecords {
  const records = new Map<string, Buffer>();
  let at = 0;
  while (at < bytes.length) {
    const [key, value, next] = readRecord(bytes, at);
    if (REFUSED.test(key)) throw broken(`has the record ${key}, which is not for packages`);
    if (records.has(key)) throw broken('says one thing twice');
    records.set(key, value);
    at = next;
  }
  const path = records.get('path');
  const size = records.get('size');
  return {
    ...(path && { path: readPath(path) }),
    ...(size && { size: readSize(size) }),
  };
}

/** Global headers are for comments, as git writes them: clients differ in what else they take. */
export function checkGlobalPax(bytes: Buffer): void {
  const { path, size } = readPax(bytes);
  if (path !== undefined || size !== undefined) {
    throw invalid('the tarball has a global header that sets the path or size of all files');
  }
}

function readRecord(bytes: Buffer, start: number): [key: string, value: Buffer, next: number] {
  const space = bytes.indexOf(SPACE, start);
  const digits = bytes.subarray(start, Math.max(start, space)).toString('latin1');
  if (!LENGTH.test(digits)) throw broken('has a record without a length');
  const next = start + Number(digits);
  const record = bytes.subarray(space + 1, next - 1);
  if (next > bytes.length || bytes[next - 1] !== NEWLINE)
    throw broken('has a record of wrong length');
  if (record.includes(NEWLINE)) throw broken('has a record with a line break in it');
  const equals = record.indexOf(EQUALS);
  if (equals < 1) throw broken('has a record without a key');
  return [record.subarray(0, equals).toString(), record.subarray(equals + 1), next];
}

/** The path that a header before a file gives it. */
export function readPath(value: Buffer): string {
  if (value.length === 0) throw broken('has an empty path');
  return value.toString();
}

function readSize(value: Buffer): number {
  const digits = value.toString('latin1');
  if (!DECIMAL.test(digits)) throw broken('has a size that is not a number');
  return Number(digits);
}

const broken = (what: string): Error =>
  invalid(`the tarball is damaged: an extended header ${what}`);
