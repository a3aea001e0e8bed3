import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { Download } from '#domain/downloads/day-downloads.ts';
import type { MissingCount } from '#store/downloads/missing.ts';

/** What was counted in a while: each line of its file is some of it, as JSON. */
export interface Batch {
  /** Never used again. */
  readonly id: string;
  readonly downloads: readonly Download[];
  readonly missing: readonly MissingCount[];
}

export type Noted = Omit<Batch, 'id'>;

/** Downloads on disk that are not added up yet; they outlive the process, not a power failure. */
export interface DownloadJournal {
  append: (noted: Noted) => void;
  /** Ends the batch that is written to, and gives all that were ended, of earlier processes too. */
  batches: () => Iterable<Batch>;
  /** Removes one that was added up. */
  remove: (batch: Batch) => void;
}

const ENDING = '.ndjson';
/** Bytes after which a batch is ended, so that adding it up takes little memory. */
const LARGEST = 4_000_000;

export function openDownloadJournal(folder: string): DownloadJournal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let current = newName();
  let size = 0;
  const end = (): void => {
    current = newName();
    size = 0;
  };
  return {
    append(noted) {
      const lines = `${JSON.stringify(noted)}\n`;
      appendFileSync(path.join(folder, current), lines, { mode: 0o600 });
      size += lines.length;
      if (size > LARGEST) end();
    },
    *batches() {
      end();
      for (const name of readdirSync(folder).toSorted()) {
        if (name.endsWith(ENDING)) yield readBatch(folder, name);
      }
    },
    remove: ({ id }) => rmSync(path.join(folder, `${id}${ENDING}`), { force: true }),
  };
}

const newName = (): string => `${Date.now()}-${randomUUID()}${ENDING}`;

/** A last line that a power failure cut off is left out. */
function readBatch(folder: string, name: string): Batch {
  const lines = readFileSync(path.join(folder, name), 'utf8').split('\n');
  const noted = lines.slice(0, -1).flatMap((line) => parse(line) ?? []);
  return {
    id: name.slice(0, -ENDING.length),
    downloads: noted.flatMap(({ downloads }) => downloads),
    missing: noted.flatMap(({ missing }) => missing),
  };
}

function parse(line: string): Noted | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- appended above
    return JSON.parse(line) as Noted;
  } catch {
    return undefined;
  }
}
