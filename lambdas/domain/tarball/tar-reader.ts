import { invalid } from '#domain/errors.ts';

import { MAX_PADDING } from './limits.ts';
import {
  createEntryReader,
  type EntryReader,
  type TarVisitor,
  type Upcoming,
} from './tar-entries.ts';
import { BLOCK, isZeroBlock } from './tar-header.ts';

/** Reads an archive that is written to it, in chunks of any size. */
export interface TarReader {
  write(bytes: Buffer): void;
  /** Refuses an archive that is cut short. */
  end(): void;
}

interface State {
  /** A header block whose end is in a later chunk. */
  readonly block: Buffer;
  blockLength: number;
  /** What comes after the last header: so many bytes of content, and some to fill the block. */
  content: Upcoming;
  left: number;
  padding: number;
  /** Bytes since the first block of zeros, which ends the archive. */
  zeros: number;
  readonly entries: EntryReader;
}

const ZEROS = Buffer.alloc(64 * 1024);
/** POSIX ends an archive with two blocks. */
const END_LENGTH = 2 * BLOCK;
const NOTHING: Upcoming = { size: 0 };

/** Cuts the stream into headers and contents. */
export function createTarReader(visitor: TarVisitor): TarReader {
  const state: State = {
    block: Buffer.allocUnsafe(BLOCK),
    blockLength: 0,
    content: NOTHING,
    left: 0,
    padding: 0,
    zeros: 0,
    entries: createEntryReader(visitor),
  };
  return {
    write(bytes) {
      let at = 0;
      while (at < bytes.length) at += step(state, bytes.subarray(at));
    },
    end() {
      if (state.zeros >= END_LENGTH && state.zeros % BLOCK === 0) return;
      throw invalid('the tarball is cut short: its tar archive does not end');
    },
  };
}

/** Takes some of the bytes; returns how many. */
function step(state: State, bytes: Buffer): number {
  if (state.zeros > 0) return readZeros(state, bytes);
  if (state.left > 0) return readContent(state, bytes);
  if (state.padding > 0) return skipPadding(state, bytes);
  return readBlock(state, bytes);
}

function readZeros(state: State, bytes: Buffer): number {
  const length = Math.min(bytes.length, ZEROS.length);
  if (!bytes.subarray(0, length).equals(ZEROS.subarray(0, length))) {
    throw invalid('the tarball goes on after the end of its tar archive: pack it again');
  }
  state.zeros += length;
  if (state.zeros > MAX_PADDING) {
    throw invalid('the tarball is filled up with zeros after the end of its tar archive');
  }
  return length;
}

function readContent(state: State, bytes: Buffer): number {
  const length = Math.min(bytes.length, state.left);
  state.content.take?.(bytes.subarray(0, length));
  state.left -= length;
  if (state.left === 0) state.content.done?.();
  return length;
}

function skipPadding(state: State, bytes: Buffer): number {
  const length = Math.min(bytes.length, state.padding);
  state.padding -= length;
  return length;
}

function readBlock(state: State, bytes: Buffer): number {
  if (state.blockLength === 0 && bytes.length >= BLOCK) {
    onBlock(state, bytes.subarray(0, BLOCK));
    return BLOCK;
  }
  const length = bytes.copy(state.block, state.blockLength, 0, BLOCK - state.blockLength);
  state.blockLength += length;
  if (state.blockLength === BLOCK) {
    state.blockLength = 0;
    onBlock(state, state.block);
  }
  return length;
}

function onBlock(state: State, block: Buffer): void {
  if (isZeroBlock(block)) {
    state.entries.end();
    state.zeros = BLOCK;
    return;
  }
  state.content = state.entries.read(block);
  state.left = state.content.size;
  state.padding = (BLOCK - (state.left % BLOCK)) % BLOCK;
  if (state.left === 0) state.content.done?.();
}
