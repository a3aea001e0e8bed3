/** A member of a packument: its raw JSON, and where it stands. */
export interface Member {
  readonly key: string;
  /** Set for a member of `versions`, which come one by one. */
  readonly version?: true;
  readonly json: Buffer;
}

/** What is no packument: not JSON, broken off, or nothing that a registry would send. */
export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;

/** Bytes that one member may have, and the whole document unpacked. */
const LARGEST_MEMBER = 64 * 1024 * 1024;
const LARGEST_DOCUMENT = 512 * 1024 * 1024;

interface Splitter {
  depth: number;
  inVersions: boolean;
  inString: boolean;
  /** Whether the last bytes were an odd number of backslashes. */
  escaped: boolean;
  /** The key that was read last on the level whose members are wanted. */
  key: string | undefined;
  /** Whether bytes belong to a value that is wanted, or to a key. */
  taking: 'value' | 'key' | undefined;
  /** What was taken so far in earlier chunks. */
  taken: Buffer[];
  size: number;
  /** First byte in this chunk that belongs to it. */
  from: number;
  ended: boolean;
}

/**
 * Takes a packument apart as it comes, so that one of 100 MB needs the memory of its largest version. Throws
 * InvalidDocument; what it gives is not checked to be JSON: whoever uses a member parses it.
 */
export async function* splitDocument(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Member, void, undefined> {
  const splitter: Splitter = {
    depth: 0,
    inVersions: false,
    inString: false,
    escaped: false,
    key: undefined,
    taking: undefined,
    taken: [],
    size: 0,
    from: 0,
    ended: false,
  };
  let total = 0;
  for await (const bytes of source) {
    total += bytes.length;
    if (total > LARGEST_DOCUMENT) throw new InvalidDocument('the document does not end');
    yield* splitChunk(splitter, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
  if (!splitter.ended) throw new InvalidDocument('the document is broken off');
}

function* splitChunk(splitter: Splitter, chunk: Buffer): Generator<Member> {
  splitter.from = 0;
  let at = 0;
  while (at < chunk.length) {
    if (splitter.inString) {
      at = skipString(splitter, chunk, at);
      continue;
    }
    const byte = chunk[at] ?? 0;
    const member = structure(splitter, chunk, at, byte);
    if (member) yield member;
    at += 1;
  }
  if (splitter.taking) keep(splitter, chunk.subarray(splitter.from));
}

/** Where the string ends that is open, or the chunk. */
function skipString(splitter: Splitter, chunk: Buffer, start: number): number {
  for (let at = start; at < chunk.length;) {
    const quote = chunk.indexOf(QUOTE, at);
    const stop = quote === -1 ? chunk.length : quote;
    const escaped = isEscaped(chunk, at, stop, splitter.escaped);
    splitter.escaped = quote === -1 && escaped;
    at = stop + 1;
    if (quote !== -1 && !escaped) {
      splitter.inString = false;
      if (splitter.taking === 'key') endKey(splitter, chunk.subarray(splitter.from, at));
      return at;
    }
  }
  return chunk.length;
}

/** Whether what stands at `stop` follows an odd number of backslashes, those before `start` being known. */
export function isEscaped(chunk: Buffer, start: number, stop: number, before: boolean): boolean {
  let first = stop;
  while (first > start && chunk[first - 1] === BACKSLASH) first -= 1;
  const odd = (stop - first) % 2 === 1;
  return first === start && before ? !odd : odd;
}

/** The depth of the members that are wanted. */
const level = ({ inVersions }: Splitter): number => (inVersions ? 2 : 1);

function structure(
  splitter: Splitter,
  chunk: Buffer,
  at: number,
  byte: number,
): Member | undefined {
  if (splitter.depth === 0) return begin(splitter, byte);
  if (byte === QUOTE) return openString(splitter, at);
  if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return open(splitter, chunk, at, byte);
  if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) return close(splitter, chunk, at);
  return isLevel(splitter) ? separator(splitter, chunk, at, byte) : undefined;
}

function separator(
  splitter: Splitter,
  chunk: Buffer,
  at: number,
  byte: number,
): Member | undefined {
  if (byte === COMMA) return endValue(splitter, chunk, at);
  if (byte === COLON && splitter.key !== undefined) take(splitter, 'value', at + 1);
  return undefined;
}

function openString(splitter: Splitter, at: number): undefined {
  splitter.inString = true;
  if (isLevel(splitter) && splitter.taking === undefined) take(splitter, 'key', at);
}

const isLevel = (splitter: Splitter): boolean => splitter.depth === level(splitter);

function begin(splitter: Splitter, byte: number): undefined {
  if (isSpace(byte)) return undefined;
  if (byte !== OPEN_OBJECT || splitter.ended) {
    throw new InvalidDocument('this is no JSON object');
  }
  splitter.depth = 1;
  return undefined;
}

const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function open(splitter: Splitter, chunk: Buffer, at: number, byte: number): undefined {
  const versions =
    splitter.depth === 1 &&
    splitter.key === 'versions' &&
    byte === OPEN_OBJECT &&
    isBlank(splitter, chunk.subarray(splitter.from, at));
  splitter.depth += 1;
  if (!versions) return;
  splitter.inVersions = true;
  drop(splitter);
}

/** Whether nothing but space was taken. */
const isBlank = ({ taken }: Splitter, rest: Buffer): boolean =>
  taken.every((part) => part.every(isSpace)) && rest.every(isSpace);

function close(splitter: Splitter, chunk: Buffer, at: number): Member | undefined {
  const member = isLevel(splitter) ? endValue(splitter, chunk, at) : undefined;
  splitter.depth -= 1;
  if (splitter.inVersions && splitter.depth === 1) splitter.inVersions = false;
  if (splitter.depth === 0) splitter.ended = true;
  return member;
}

function take(splitter: Splitter, what: 'value' | 'key', from: number): void {
  if (splitter.taking === 'value') return;
  splitter.taking = what;
  splitter.taken = [];
  splitter.size = 0;
  splitter.from = from;
}

function drop(splitter: Splitter): void {
  splitter.taking = undefined;
  splitter.taken = [];
  splitter.key = undefined;
}

function keep(splitter: Splitter, part: Buffer): void {
  splitter.size += part.length;
  if (splitter.size > LARGEST_MEMBER) throw new InvalidDocument('a part of it does not end');
  // Chunks are reused by who reads them.
  splitter.taken.push(Buffer.from(part));
}

function endKey(splitter: Splitter, part: Buffer): void {
  const text = Buffer.concat([...splitter.taken, part]).toString();
  drop(splitter);
  const key: unknown = parse(text);
  if (typeof key !== 'string') throw new InvalidDocument('a name in it is no text');
  splitter.key = key;
}

function endValue(splitter: Splitter, chunk: Buffer, at: number): Member | undefined {
  const { key, taking, inVersions, taken, from } = splitter;
  if (taking !== 'value' || key === undefined) return undefined;
  const json = Buffer.concat([...taken, chunk.subarray(from, at)]);
  drop(splitter);
  return inVersions ? { key, version: true, json } : { key, json };
}

/** JSON, or InvalidDocument. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidDocument('this is no JSON', { cause });
  }
}
