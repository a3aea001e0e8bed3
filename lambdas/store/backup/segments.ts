import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';

import { BackupError } from './backup-error.ts';
import type { Lines, Segment } from './manifest.ts';
import type { BackupPlace } from './place.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Bytes of lines that make a segment: what a backup and a restore hold of them at a time. */
const SEGMENT = 8 * 1024 * 1024;
/** An item has 400 KB, of which JSON makes six times as much at worst. */
const LONGEST_LINE = 4 * 1024 * 1024;
const LONGEST_SEGMENT = SEGMENT + LONGEST_LINE;

const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** Lines on their way into segments of a backup. */
export interface LineWriter {
  add(line: string): Promise<void>;
  /** Writes what is left. */
  end(): Promise<readonly Segment[]>;
}

/** `folder` is the backup's; one segment is written while the next one fills. */
export function writeLines(
  place: BackupPlace,
  folder: string,
  kind: 'items' | 'blobs',
): LineWriter {
  const segments: Segment[] = [];
  let lines: string[] = [];
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (text: string, count: number, number: number): Promise<void> => {
    const name = `${kind}-${String(number).padStart(5, '0')}.jsonl.zst`;
    const packed = await compress(text, OPTIONS);
    await place.write(`${folder}/${name}`, packed);
    const sha256 = hash('sha256', packed);
    segments.push({ name, sha256, size: packed.length, lines: count });
  };
  let count = 0;
  const flush = async (): Promise<void> => {
    await writing;
    const text = `${lines.join('\n')}\n`;
    count += 1;
    writing = write(text, lines.length, count);
    writing.catch(() => undefined);
    lines = [];
    bytes = 0;
  };
  return {
    async add(line) {
      lines.push(line);
      // Characters are bytes of JSON, but for those beyond ASCII: the limit has room for them.
      bytes += line.length;
      if (bytes >= SEGMENT) await flush();
    },
    async end() {
      if (lines.length > 0) await flush();
      await writing;
      return segments;
    },
  };
}

/** Every line of a backup's segments. Throws as readSegments(). */
export async function* readLines(
  place: BackupPlace,
  folder: string,
  lines: Lines,
): AsyncGenerator<string> {
  for await (const some of readSegments(place, folder, lines)) yield* some;
}

/** The lines of each segment of a backup. Throws BackupError for one that is not the one that was written. */
export async function* readSegments(
  place: BackupPlace,
  folder: string,
  { segments }: Lines,
): AsyncGenerator<readonly string[]> {
  for (const segment of segments) {
    yield await readSegment(place, `${folder}/${segment.name}`, segment);
  }
}

async function readSegment(
  place: BackupPlace,
  name: string,
  { sha256, size, lines: count }: Segment,
): Promise<readonly string[]> {
  const title = `${place.title}: ${name}`;
  const packed = await place.read(name, size);
  if (!packed) throw new BackupError(`${title} is missing: ${ANOTHER}`);
  if (hash('sha256', packed) !== sha256) throw new BackupError(`${title} is damaged: ${ANOTHER}`);
  const bytes = await decompress(packed, { maxOutputLength: LONGEST_SEGMENT }).catch(() => {
    throw new BackupError(`${title} can't be unpacked: ${ANOTHER}`);
  });
  const lines = bytes.toString().split('\n').slice(0, -1);
  if (lines.length !== count || lines.some((line) => line.length > LONGEST_LINE)) {
    throw new BackupError(`${title} holds no lines such as Pantry writes: ${ANOTHER}`);
  }
  return lines;
}

const ANOTHER = 'choose another backup with --backup';
