import { type AnswerCache, openAnswerCache } from './answer-cache.ts';
import type { Found } from './find-places.ts';
import { isDamage, type Opened, openSearchFile, replace, type SearchFile } from './search-file.ts';
import { openSearchReader, type SearchReader } from './search-reader.ts';
import { openSearchWriter, type SearchWriter } from './search-writer.ts';

/** An open file, and what works on it. */
export interface SearchParts {
  readonly reader: SearchReader;
  readonly writer: SearchWriter;
  readonly answers: AnswerCache<Found>;
}

export interface SearchStore {
  readonly opened: Opened;
  /** Does the work, and does it again with an empty file where this one turns out damaged. */
  use<T>(work: (parts: SearchParts) => T): T;
  close(): void;
}

/** Damage to a part of the file shows only when it is read, so every use may have to start anew. */
export function openSearchStore(file: string, onDamage: (error: unknown) => void): SearchStore {
  const { opened, database } = openSearchFile(file);
  let current = { database, parts: openParts(database) };
  return {
    opened,
    use: (work) => {
      try {
        return work(current.parts);
      } catch (error) {
        if (!isDamage(error)) throw error;
        current.database.close();
        const anew = replace(file);
        current = { database: anew.database, parts: openParts(anew.database) };
        onDamage(error);
        return work(current.parts);
      }
    },
    close: () => current.database.close(),
  };
}

const openParts = (database: SearchFile['database']): SearchParts => ({
  reader: openSearchReader(database),
  writer: openSearchWriter(database),
  answers: openAnswerCache(),
});
