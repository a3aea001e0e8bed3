import { closeSync, unlinkSync } from 'node:fs';

import { openNew, syncToDisk, writeAll } from './write-file.ts';

/** Bytes that are held in memory before they go to a file: most tarballs never need one of their own. */
const IN_MEMORY = 1024 * 1024;

/** Where bytes are put while they arrive. */
export interface Incoming {
  add: (chunk: Uint8Array) => void;
  /** Everything, which must not be more than is held in memory. */
  take: () => Uint8Array;
  /** Puts everything into the temporary file and waits until the disk has it. */
  settle: () => Promise<void>;
  /** Lets go of everything, the temporary file included. Can be repeated. */
  drop: () => void;
}

export function createIncoming(temporary: string): Incoming {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let handle: number | undefined;
  const spill = (): number => {
    handle ??= openNew(temporary);
    for (const chunk of chunks) writeAll(handle, chunk);
    chunks = [];
    return handle;
  };
  return {
    add(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > IN_MEMORY) spill();
    },
    take: () => Buffer.concat(chunks),
    settle: async () => syncToDisk(spill()),
    drop() {
      chunks = [];
      if (handle === undefined) return;
      closeSync(handle);
      unlinkSync(temporary);
      handle = undefined;
    },
  };
}
