import type { SearchIndex } from '#store/search-index.ts';

import { answer } from './answer.ts';
import type { Opened } from './search-file.ts';
import { openSearchStore } from './search-store.ts';
import { openWriteQueue } from './write-queue.ts';

export interface SearchIndexOptions {
  /** Its path, or `:memory:`. */
  readonly file: string;
  /** The clock that packages age by. */
  readonly now?: () => Date;
  /**
   * Called when the file turns out damaged in use: the index is empty, everything has to be saved
   * again. It keeps no cursor from then on, so that it is built once more after the next start
   * whatever becomes of that.
   */
  readonly onDamage?: (error: unknown) => void;
}

/** A search index in one file, which may be deleted whenever it is closed. */
export interface EmbeddedSearchIndex extends SearchIndex {
  /** Whether the file was found, or everything has to be saved because it was not or not usable. */
  readonly opened: Opened;
  /** What setCursor got last, or undefined: everything has to be saved again, from the beginning. */
  cursor(): string | undefined;
  /** Remembers how far the index has come, after all that was saved before. */
  setCursor(text: string): void;
  /** How many packages it knows. */
  size(): number;
  close(): void;
}

export function openSearchIndex(options: SearchIndexOptions): EmbeddedSearchIndex {
  const { file, now = () => new Date(), onDamage = () => {} } = options;
  const store = openSearchStore(file, onDamage);
  const first = store.use((parts) => parts);
  const queue = openWriteQueue((changes) =>
    store.use(({ writer, answers }) => {
      writer.apply(changes);
      answers.clear();
    }),
  );
  return {
    opened: store.opened,
    save: (document) => queue.push({ kind: 'save', document }),
    remove: (name, rev) => queue.push({ kind: 'remove', name, rev }),
    search: async (query) => store.use((parts) => answer(parts, query, now())),
    cursor: () => store.use(({ reader }) => reader.cursor()),
    setCursor: (text) => {
      queue.flush();
      store.use((parts) => {
        if (parts === first) parts.writer.setCursor(text);
      });
    },
    size: () => store.use(({ reader }) => reader.size()),
    close: () => {
      queue.flush();
      store.close();
    },
  };
}
