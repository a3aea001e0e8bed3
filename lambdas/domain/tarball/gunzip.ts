import { crc32, createInflateRaw } from 'node:zlib';

import { invalid } from '#domain/errors.ts';

import { emptyTarball, gzipHeaderLength } from './gzip-header.ts';
import { inflateSmall, SMALL } from './inflate-small.ts';
import { MAX_PADDING } from './limits.ts';

/** Unpacks gzip that is written to it, one chunk after the other. */
export interface Gunzip {
  /** Done when all that the chunk unpacks to has been taken. */
  write(chunk: Uint8Array): Promise<void>;
  /** Refuses a stream that is cut short or damaged. */
  end(): Promise<void>;
  abort(): void;
}

/** Takes unpacked bytes; what it throws ends the stream. */
export type Unpacked = (bytes: Buffer, compressed: number) => void;

const NOTHING = Buffer.alloc(0);
const CHUNK_SIZE = 64 * 1024;
const TRAILER_LENGTH = 8;

interface State {
  /** All that came so far, while it is little; undefined once it goes through the stream. */
  held: Buffer | undefined;
  /** Made when the stream is needed. */
  readonly inflate: () => Inflate;
  /** The header's bytes until it is whole, then undefined. */
  header: Buffer | undefined;
  /** What follows the compressed data, once that has ended. */
  trailer: Buffer | undefined;
  padding: number;
  compressed: number;
  crc: number;
  length: number;
  /** Why nothing more is read: the first reason is told again and again. */
  failure: Error | undefined;
}

/**
 * Exactly one gzip member, and at most zeros after it. Node's own gunzip goes on with a second one, other clients stop after
 * the first: what comes after it would be another package to each of them.
 */
export function createGunzip(unpacked: Unpacked): Gunzip {
  let stream: Inflate | undefined;
  const onBytes = (bytes: Buffer): void => {
    state.crc = crc32(bytes, state.crc);
    state.length += bytes.length;
    unpacked(bytes, state.compressed);
  };
  const state: State = {
    held: NOTHING,
    inflate: () => (stream ??= createInflate(onBytes)),
    header: NOTHING,
    trailer: undefined,
    padding: 0,
    compressed: 0,
    crc: 0,
    length: 0,
    failure: undefined,
  };
  const fail = (error: unknown): Error => {
    state.failure ??= error instanceof Error ? error : new Error(String(error));
    stream?.stop(state.failure);
    return state.failure;
  };
  return {
    async write(chunk) {
      if (state.failure !== undefined) throw state.failure;
      state.compressed += chunk.length;
      try {
        await hold(state, chunk);
      } catch (error) {
        throw fail(error);
      }
    },
    async end() {
      if (state.failure !== undefined) throw state.failure;
      try {
        await release(state, onBytes);
      } catch (error) {
        throw fail(error);
      }
      stream?.stop(new Error('the tarball has ended'));
      checkEnd(state);
    },
    abort: () => {
      fail(new Error('the tarball is no longer read'));
    },
  };
}

/** Keeps a small tarball together, and hands over to the stream when it is none. */
async function hold(state: State, chunk: Uint8Array): Promise<void> {
  if (state.held === undefined) return take(state, chunk);
  state.held = Buffer.concat([state.held, chunk]);
  // What is no gzip at all is told at once.
  if (state.held.length > 0) gzipHeaderLength(state.held);
  if (state.held.length <= SMALL) return undefined;
  const held = state.held;
  state.held = undefined;
  return take(state, held);
}

/** Unpacks what was held, at once where it is plainly right. */
async function release(state: State, onBytes: (bytes: Buffer) => void): Promise<void> {
  const { held } = state;
  state.held = undefined;
  if (held === undefined || held.length === 0) return;
  const start = gzipHeaderLength(held);
  const small = start === undefined ? undefined : inflateSmall(held.subarray(start));
  if (!small) return take(state, held);
  onBytes(small.bytes);
  takeTrailer(state, small.rest);
}

async function take(state: State, chunk: Uint8Array): Promise<void> {
  const bytes = pastHeader(state, chunk);
  const rest = state.trailer === undefined ? await state.inflate().write(bytes) : bytes;
  if (rest !== undefined) takeTrailer(state, rest);
}

function takeTrailer(state: State, rest: Uint8Array): void {
  const missing = TRAILER_LENGTH - (state.trailer?.length ?? 0);
  state.trailer = Buffer.concat([state.trailer ?? NOTHING, rest.subarray(0, missing)]);
  takePadding(state, rest.subarray(missing));
}

/** npm of 2011 filled tarballs up with zeros, which every reader passes over. */
function takePadding(state: State, padding: Uint8Array): void {
  state.padding += padding.length;
  if (state.padding > MAX_PADDING || padding.some((byte) => byte !== 0)) {
    throw invalid('the tarball goes on after the end of its gzip stream: pack it again');
  }
}

/** The compressed bytes of a chunk. */
function pastHeader(state: State, chunk: Uint8Array): Uint8Array {
  if (state.header === undefined) return chunk;
  const header = Buffer.concat([state.header, chunk]);
  const length = header.length > 0 ? gzipHeaderLength(header) : undefined;
  state.header = length === undefined ? header : undefined;
  return length === undefined ? NOTHING : header.subarray(length);
}

function checkEnd({ compressed, trailer, crc, length }: State): void {
  if (compressed === 0) throw emptyTarball();
  if (trailer?.length !== TRAILER_LENGTH) {
    throw invalid('the tarball is cut short: its gzip stream does not end');
  }
  if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== length % 2 ** 32) {
    throw invalid('the tarball is damaged: its gzip checksum does not match');
  }
}

interface Inflate {
  /** What is left of the chunk after the end of the compressed data; undefined before that end. */
  write(chunk: Uint8Array): Promise<Uint8Array | undefined>;
  stop(reason: Error): void;
}

/** Raw deflate, because only that tells where the compressed data ends. */
function createInflate(onBytes: (bytes: Buffer) => void): Inflate {
  const stream = createInflateRaw({ chunkSize: CHUNK_SIZE });
  let ended = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    stream.destroy();
    wake?.();
  };
  stream.on('error', (error) => {
    fail(damaged(error));
  });
  stream.on('end', () => {
    ended = true;
    wake?.();
  });
  stream.on('data', (bytes: Buffer) => {
    try {
      onBytes(bytes);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
  /** Until `start`'s callback, the stream's end or its failure. */
  const settled = async (start: (done: () => void) => void): Promise<void> => {
    await new Promise<void>((resolve) => {
      wake = resolve;
      start(resolve);
    });
    if (failure !== undefined) throw failure;
  };
  let written = 0;
  return {
    async write(chunk) {
      if (failure !== undefined) throw failure;
      if (chunk.length === 0) return undefined;
      written += chunk.length;
      await settled((done) => stream.write(chunk, done));
      const left = written - stream.bytesWritten;
      if (left === 0) return undefined;
      if (!ended) await settled(() => undefined);
      return chunk.subarray(chunk.length - left);
    },
    stop: fail,
  };
}

const damaged = (error: Error): Error =>
  invalid(`the tarball is damaged: its gzip stream cannot be read (${error.message})`, error);
