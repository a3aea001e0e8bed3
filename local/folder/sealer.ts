import { createSealer, newSealingKey, parseSealingKey, type Sealer } from '#store/sealer.ts';

import { readOrCreateKey } from './key-file.ts';

/**
 * Seals with the key in a file, readable by its owner alone and made when it is missing. Losing it makes what
 * was sealed unreadable: it belongs into the backup.
 */
export async function openSealer(file: string): Promise<Sealer> {
  const key = parseSealingKey(await readOrCreateKey(file, newSealingKey), file);
  return createSealer(async () => key);
}
