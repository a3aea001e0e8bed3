import { invalid } from '#domain/errors.ts';
import { quote } from '#domain/phrasing.ts';

import type { ByteBuffer } from './byte-buffer.ts';

/**
 * Follows a JSON text just far enough to find `_attachments.<name>.tgz.data`, and collects all of
 * the rest. It need not refuse wrong JSON: what it collects is parsed at the end.
 */
export interface DocumentScanner {
  readonly document: ByteBuffer;
  /** The attachment whose tarball starts where the last scan stopped. */
  tarball: string | undefined;
  /** The opening bracket of every container that is open. */
  readonly containers: number[];
  /** The keys that lead to here, of the outer levels. */
  readonly keys: string[];
  readonly attachments: Set<string>;
  tarballSeen: boolean;
  attachmentsSeen: boolean;
  started: boolean;
  /** Whether a string here would be a key. */
  keyNext: boolean;
  /** Whether the value here is the tarball's. */
  dataNext: boolean;
  inString: boolean;
  inKey: boolean;
  escaped: boolean;
  /** Where the last key starts in the document. */
  keyStart: number;
  /** First byte of the chunk that is not in the document yet. */
  pending: number;
}

/** A publish document nests about ten deep; a bomb of brackets is stopped before anyone recurses. */
const DEPTH_LIMIT = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;

export const createScanner = (document: ByteBuffer): DocumentScanner => ({
  document,
  tarball: undefined,
  containers: [],
  keys: ['', ''],
  attachments: new Set(),
  tarballSeen: false,
  attachmentsSeen: false,
  started: false,
  keyNext: false,
  dataNext: false,
  inString: false,
  inKey: false,
  escaped: false,
  keyStart: 0,
  pending: 0,
});

/** Scans from `start` on; returns where it stopped: at the chunk's end or at a tarball's first byte. */
export function scan(scanner: DocumentScanner, chunk: Buffer, start: number): number {
  // One byte over the limit is enough to fail, however large the chunk.
  const end = Math.min(chunk.length, start + scanner.document.room + 1);
  scanner.tarball = undefined;
  scanner.pending = start;
  let at = start;
  while (at < end && scanner.tarball === undefined) {
    at = scanner.inString
      ? scanString(scanner, chunk, at, end)
      : scanStructure(scanner, chunk, at, end);
  }
  collect(scanner, chunk, at);
  return at;
}

/** Whether the object that was begun is whole. */
export const isComplete = ({ started, containers }: DocumentScanner): boolean =>
  started && containers.length === 0;

function collect(scanner: DocumentScanner, chunk: Buffer, at: number): void {
  scanner.document.append(chunk.subarray(scanner.pending, at));
  scanner.pending = at;
}

function scanString(scanner: DocumentScanner, chunk: Buffer, start: number, end: number): number {
  let { escaped } = scanner;
  let at = start;
  while (at < end) {
    const byte = chunk[at];
    at += 1;
    if (escaped) escaped = false;
    else if (byte === BACKSLASH) escaped = true;
    else if (byte === QUOTE) {
      scanner.inString = false;
      scanner.escaped = false;
      if (scanner.inKey) closeKey(scanner, chunk, at);
      return at;
    }
  }
  scanner.escaped = escaped;
  return at;
}

function scanStructure(
  scanner: DocumentScanner,
  chunk: Buffer,
  start: number,
  end: number,
): number {
  let at = start;
  while (at < end && !scanner.inString && scanner.tarball === undefined) {
    const byte = chunk[at] ?? SPACE;
    if (byte === QUOTE) openString(scanner, at);
    else if (byte > SPACE) structure(scanner, byte);
    at += 1;
  }
  return at;
}

function openString(scanner: DocumentScanner, at: number): void {
  if (scanner.dataNext) {
    scanner.dataNext = false;
    scanner.tarballSeen = true;
    scanner.tarball = scanner.keys[1];
    return;
  }
  if (scanner.containers.length === 0) refuseAtTop(scanner);
  scanner.inString = true;
  scanner.inKey = scanner.keyNext;
  scanner.keyStart = scanner.document.length + at - scanner.pending;
}

function structure(scanner: DocumentScanner, byte: number): void {
  if (scanner.dataNext && byte !== COLON) {
    throw invalid(`the data of attachment ${quote(scanner.keys[1] ?? '')} must be a string`);
  }
  if (scanner.containers.length === 0) checkStart(scanner, byte);
  if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) open(scanner, byte);
  else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) close(scanner);
  else if (byte === COMMA) scanner.keyNext = scanner.containers.at(-1) === OPEN_OBJECT;
}

function checkStart(scanner: DocumentScanner, byte: number): void {
  if (byte !== OPEN_OBJECT || scanner.started) refuseAtTop(scanner);
}

function refuseAtTop({ started }: DocumentScanner): never {
  throw invalid(
    started ? 'the body goes on after its JSON object' : 'the body must be a JSON object',
  );
}

function open(scanner: DocumentScanner, bracket: number): void {
  if (scanner.containers.length >= DEPTH_LIMIT) {
    throw invalid(`the body nests more than ${DEPTH_LIMIT} levels deep`);
  }
  scanner.started = true;
  scanner.containers.push(bracket);
  scanner.keyNext = bracket === OPEN_OBJECT;
}

function close(scanner: DocumentScanner): void {
  scanner.containers.pop();
  scanner.keyNext = false;
}

function closeKey(scanner: DocumentScanner, chunk: Buffer, at: number): void {
  scanner.inKey = false;
  scanner.keyNext = false;
  const level = scanner.containers.length;
  if (!matters(scanner, level)) return;
  collect(scanner, chunk, at);
  const key = decodeKey(scanner.document.from(scanner.keyStart).toString());
  scanner.keys[level - 1] = key;
  if (level === 1 && key === '_attachments') seeAttachments(scanner);
  if (level === 2) seeAttachment(scanner, key);
  if (level === 3 && key === 'data') seeData(scanner);
}

/** Only the keys on the way to a tarball are decoded. */
function matters({ keys: [first, second] }: DocumentScanner, level: number): boolean {
  if (level === 1) return true;
  if (level > 3 || first !== '_attachments') return false;
  return level === 2 || second?.endsWith('.tgz') === true;
}

function decodeKey(text: string): string {
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    throw invalid('the body is not valid JSON: a key has a broken escape');
  }
}

function seeAttachments(scanner: DocumentScanner): void {
  if (scanner.attachmentsSeen) throw invalid('the body has _attachments twice');
  scanner.attachmentsSeen = true;
}

function seeAttachment(scanner: DocumentScanner, name: string): void {
  if (scanner.attachments.has(name)) throw invalid(`the body has attachment ${quote(name)} twice`);
  scanner.attachments.add(name);
}

function seeData(scanner: DocumentScanner): void {
  if (scanner.tarballSeen) {
    throw invalid(
      `a publish brings exactly one tarball; this one brings another in ${quote(scanner.keys[1] ?? '')}`,
    );
  }
  scanner.dataNext = true;
}
