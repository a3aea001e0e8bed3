import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { Download } from '#domain/downloads/day-downloads.ts';
import type { MissingCount } from '#store/downloads/missing.ts';
import type { RefusedCount } from '#store/downloads/refused.ts';

/** What was counted in a while; its ids say where in which file it stands. */
export interface Noted {
  readonly downloads: readonly Download[];
  readonly missing: readonly MissingCount[];
  readonly refused: readonly RefusedCount[];
}

/** The same before it is written. */
export interface Notes {
  readonly downloads: readonly Omit<Download, 'id'>[];
  readonly missing: readonly Omit<MissingCount, 'id'>[];
  readonly refused: readonly Omit<RefusedCount, 'id'>[];
}

/** A file that is not written to any more, and read when it is its turn. */
export interface Batch {
  readonly read: () => Noted;
  /** When it was added up. */
  readonly remove: () => void;
  /** When it can't be added up: it stays, for who looks for it, and nobody waits for it. */
  readonly setAside: () => void;
}

/** Downloads on disk that are not added up yet; they outlive the process, not a power failure. */
export interface DownloadJournal {
  append: (notes: Notes) => void;
  /** Ends the batch that is written to, and gives all that were ended, of earlier processes too. */
  batches: () => readonly Batch[];
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
    append(notes) {
      const line = `${JSON.stringify(notes)}\n`;
      try {
        appendFileSync(path.join(folder, current), line, { mode: 0o600 });
      } catch (error) {
        // Half a line may be there: nothing comes behind it.
        end();
        throw error;
      }
      size += line.length;
      if (size > LARGEST) end();
    },
    batches() {
      end();
      const names = readdirSync(folder).filter((name) => name.endsWith(ENDING));
      return names.toSorted().map((name) => batchOf(folder, name));
    },
  };
}

const newName = (): string => `${Date.now()}-${randomUUID()}${ENDING}`;

function batchOf(folder: string, name: string): Batch {
  const file = path.join(folder, name);
  return {
    read: () => readBatch(file, name),
    remove: () => rmSync(file, { force: true }),
    setAside: () => renameSync(file, `${file}.refused`),
  };
}

/** A last line that was cut off is left out. */
function readBatch(file: string, name: string): Noted {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const notes = lines.flatMap((line) => parse(line) ?? []);
  // A part of a batch is known by the ids in it: one download is not what one miss is.
  const withIds =
    (kind: string) =>
    <T>(each: T, at: number): T & { readonly id: string } => ({
      ...each,
      id: `${name}#${kind}${at}`,
    });
  return {
    downloads: notes.flatMap(({ downloads }) => downloads).map(withIds('')),
    missing: notes.flatMap(({ missing }) => missing).map(withIds('missing-')),
    refused: notes.flatMap(({ refused }) => refused).map(withIds('refused-')),
  };
}

function parse(line: string): Notes | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- appended above
    const notes = JSON.parse(line) as Notes;
    // What an older version of this wrote has none.
    return { ...notes, refused: notes.refused ?? [] };
  } catch {
    return undefined;
  }
}
