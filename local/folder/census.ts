import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** The bytes of all blobs in a folder, counted once and kept up from then on. */
export interface Census {
  /** Undefined until all are counted. */
  readonly bytes: () => number | undefined;
  /** Told of a file in the moment in which it comes or goes. */
  readonly changed: (key: string, bytes: number) => void;
  /** Resolves when all are counted. */
  readonly take: () => Promise<void>;
}

/** Of each of its folders in one go, so that what changes there comes wholly before, or after. */
export function createCensus(folder: string): Census {
  const left = new Set(readdirSync(folder).filter((name) => name.length === 2));
  let total = 0;
  return {
    bytes: () => (left.size === 0 ? total : undefined),
    changed(key, bytes) {
      if (!left.has(key.slice(0, 2))) total += bytes;
    },
    async take() {
      for (const shard of left) {
        const files = readdirSync(path.join(folder, shard)).map((key) =>
          statSync(path.join(folder, shard, key), { throwIfNoEntry: false }),
        );
        total += files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
        left.delete(shard);
        await setImmediate();
      }
    },
  };
}
