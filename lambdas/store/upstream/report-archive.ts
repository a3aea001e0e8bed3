import type { FileHandle } from 'node:fs/promises';
import { callbackify } from 'node:util';
import { crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';

import { InvalidReports, LARGEST_REPORT, parseReport } from '#domain/upstream/split-reports.ts';

/** Bytes that all reports of an archive may have together. */
const LARGEST_ARCHIVE = 4 * 1024 * 1024 * 1024;

/** How an archive stores a file. */
const STORED = 0;
const DEFLATED = 8;

/**
 * The reports of a zip, each as JSON's value, of so many bytes together; memory is needed for one at a time. Throws
 * InvalidReports.
 */
export async function* readArchive(file: FileHandle, limit = LARGEST_ARCHIVE): AsyncGenerator {
  const { size } = await file.stat();
  const windows = createWindows(file);
  const zip = await fromRandomAccessReaderPromise(new WindowReader(windows), size);
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith('.json')) continue;
    total += checkSize(entry);
    if (total > limit) throw new InvalidReports('it is too large when it is unpacked');
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = await windows.read(fileDataStart, entry.compressedSize);
    yield parseReport(unpack(entry, packed).toString(), entry.fileName);
  }
}

/** What it says is what it may unpack to: see `unpack`. */
function checkSize({ fileName, compressedSize, uncompressedSize }: Entry): number {
  if (Math.max(compressedSize, uncompressedSize) <= LARGEST_REPORT) return uncompressedSize;
  throw new InvalidReports(`${fileName} in it is too large for a report`);
}

function unpack(entry: Entry, packed: Buffer): Buffer {
  const { fileName, compressionMethod, uncompressedSize } = entry;
  if (entry.isEncrypted() || (compressionMethod !== STORED && compressionMethod !== DEFLATED)) {
    throw new InvalidReports(`${fileName} in it is encrypted, or packed in a way that nobody uses`);
  }
  const bytes = compressionMethod === STORED ? packed : inflate(packed, fileName, uncompressedSize);
  if (bytes.length !== uncompressedSize || crc32(bytes) !== entry.crc32) {
    throw new InvalidReports(`${fileName} in it is not what it says it is`);
  }
  return bytes;
}

function inflate(packed: Buffer, fileName: string, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch (cause) {
    throw new InvalidReports(`${fileName} in it can't be unpacked`, { cause });
  }
}

interface Windows {
  readonly read: (start: number, length: number) => Promise<Buffer>;
}

/** Bytes that are read at a time: 200,000 reports are 1,000 reads then, not a million. */
const WINDOW = 256 * 1024;

/** Reads a file in large pieces, of which two are at hand: where the reports are, and where they are listed. */
function createWindows(file: FileHandle): Windows {
  let windows: readonly { readonly at: number; readonly bytes: Buffer }[] = [];
  return {
    async read(start, length) {
      let window = windows.find(
        ({ at, bytes }) => at <= start && start + length <= at + bytes.length,
      );
      if (!window) {
        const buffer = Buffer.allocUnsafe(Math.max(length, WINDOW));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
        window = { at: start, bytes: buffer.subarray(0, bytesRead) };
      }
      windows = [window, ...windows.filter((other) => other !== window)].slice(0, 2);
      return window.bytes.subarray(start - window.at, start - window.at + length);
    },
  };
}

/** What yauzl reads with. */
class WindowReader extends RandomAccessReader {
  readonly #read: (
    start: number,
    length: number,
    callback: (error: Error | null, bytes?: Buffer) => void,
  ) => void;

  constructor(windows: Windows) {
    super();
    this.#read = callbackify(windows.read);
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#read(position, length, (error, bytes) => callback(error, bytes?.copy(target, offset)));
  }

  /** Whoever opened the file closes it. */
  override close(callback: (error: Error | null) => void): void {
    setImmediate(callback, null);
  }
}
