import { gzipSync } from 'node:zlib';
import { Header, Pax } from 'tar';

import { inspectTarball } from '#domain/tarball/inspect-tarball.ts';
import type { TarballLimits } from '#domain/tarball/limits.ts';
import type { TarballFacts } from '#domain/tarball/package-content.ts';

export interface EntryOptions {
  /** POSIX's type flag. */
  readonly type?: string;
  /** Changes the header; its checksum is made after that. */
  readonly edit?: (header: Buffer) => void;
  /** What the header says of the size, where that is not true. */
  readonly size?: number;
}

const BLOCK = 512;
const CHECKSUM = 148;
const TYPE = 156;

/** One entry of an archive: its header, its content and the rest of the block. */
export function entry(
  path: string,
  content: string | Uint8Array = '',
  { type = '0', edit, size }: EntryOptions = {},
): Buffer {
  const data = Buffer.from(content);
  const header = new Header({ path, size: size ?? data.length, mode: 0o644, mtime: new Date(0) });
  header.encode();
  const block = header.block ?? Buffer.alloc(BLOCK);
  block.write(type, TYPE, 'latin1');
  edit?.(block);
  sign(block);
  return Buffer.concat([block, data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}

/** Puts the right checksum into a header. */
export function sign(block: Buffer): void {
  block.fill(' ', CHECKSUM, CHECKSUM + 8);
  let sum = 0;
  for (const byte of block.subarray(0, BLOCK)) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM, 'latin1');
}

export const folder = (path: string): Buffer => entry(path, '', { type: '5' });

/** An extended header as npm's own packer writes it. */
export const pax = (fields: ConstructorParameters<typeof Pax>[0], global = false): Buffer =>
  new Pax(fields, global).encode();

/** An extended header with a content of one's own. */
export const rawPax = (content: string | Uint8Array, type = 'x'): Buffer =>
  entry('PaxHeader/x', content, { type });

/** A record with its length, which counts itself. */
export function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = Buffer.byteLength(rest);
  const digits = String(length + String(length).length).length;
  return `${length + digits}${rest}`;
}

/** GNU tar's header for a name of more than 100 bytes. */
export const longName = (path: string): Buffer =>
  entry('././@LongLink', `${path}\0`, { type: 'L' });

export const packageJson = (content: unknown = { name: 'p', version: '1.0.0' }): Buffer =>
  entry('package/package.json', JSON.stringify(content));

export const END = Buffer.alloc(2 * BLOCK);

export const archive = (...entries: readonly Buffer[]): Buffer => Buffer.concat([...entries, END]);

export const tarball = (...entries: readonly Buffer[]): Buffer => gzipSync(archive(...entries));

/** A tarball that has what every package needs, and these entries. */
export const packageWith = (...entries: readonly Buffer[]): Buffer =>
  tarball(packageJson(), ...entries);

export const LIMITS: TarballLimits = { unpacked: 64 * 2 ** 20, files: 1000 };

export async function inspect(
  bytes: Uint8Array,
  limits: TarballLimits = LIMITS,
): Promise<TarballFacts> {
  return inspectChunks([bytes], limits);
}

export async function inspectChunks(
  chunks: Iterable<Uint8Array>,
  limits: TarballLimits = LIMITS,
): Promise<TarballFacts> {
  const inspector = inspectTarball(limits);
  for (const chunk of chunks) await inspector.write(chunk);
  return inspector.end();
}

/** Numbers from 0 to 1 that are the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Cuts bytes at places that are the same for the same seed. */
export function* cut(bytes: Buffer, seed: number, longest: number): Generator<Buffer> {
  const random = numbers(seed);
  for (let at = 0; at < bytes.length;) {
    const length = 1 + Math.floor(random() * longest);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}
