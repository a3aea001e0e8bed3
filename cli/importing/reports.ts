import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { CommandError } from '../command/failure.ts';
import { parsedAsIs } from '../parsed-as-is.ts';
import type { PackageReport } from './package-report.ts';

/** Of all packages together. */
export interface Totals {
  packages: number;
  imported: number;
  present: number;
  leftOut: number;
  bytes: number;
}

/** What became of each package. It lies in a file, so that any number of them takes no memory but for its place. */
export interface Reports {
  readonly totals: Readonly<Totals>;
  /** At its place in the order of packages, whenever it is done. */
  add(place: number, report: PackageReport): Promise<void>;
  /** In the order of packages. */
  all(): AsyncIterable<PackageReport>;
  close(): Promise<void>;
}

/** Throws a CommandError where nothing can be written for the time of this process. */
export async function openReports(): Promise<Reports> {
  const file = path.join(tmpdir(), `pantry-import-${randomUUID()}`);
  const handle = await open(file, 'wx+', 0o600).catch(unwritable);
  // It has no name from now on: whatever ends this process, nothing of it stays.
  await rm(file).catch(() => undefined);
  const totals = { packages: 0, imported: 0, present: 0, leftOut: 0, bytes: 0 };
  const [starts, sizes]: [number[], number[]] = [[], []];
  let end = 0;
  return {
    totals,
    async add(place, report) {
      count(totals, report);
      const text = Buffer.from(JSON.stringify(report));
      const start = end;
      [starts[place], sizes[place]] = [start, text.length];
      end += text.length;
      await writeAll(handle, text, start).catch(unwritable);
    },
    async *all() {
      for (const [place, start] of starts.entries()) {
        const size = sizes[place];
        // Of some there is nothing to tell.
        if (size === undefined) continue;
        const { buffer } = await handle.read(Buffer.alloc(size), 0, size, start);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was written here
        yield parsedAsIs(buffer.toString()) as PackageReport;
      }
    },
    async close() {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}

/** A disk that is full takes a part, and says so at the next. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, start + done);
    done += bytesWritten;
  }
}

function count(totals: Totals, { imported, present, leftOut, bytes }: PackageReport): void {
  totals.packages += 1;
  totals.imported += imported;
  totals.present += present;
  totals.leftOut += leftOut.length;
  totals.bytes += bytes;
}

function unwritable(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new CommandError(
    `the report can't be kept in ${tmpdir()}: ${why}; TMPDIR names another folder`,
    { cause },
  );
}
