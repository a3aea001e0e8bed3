import { bundledTrustRoot, PUBLIC } from '#store/trust/bundled-root.ts';

import type { Settings } from '../config/schema.ts';
import { openFileRoot } from './file-root.ts';
import { openKeptRoot } from './kept-root.ts';
import type { TrustRootSource } from './trust-root-source.ts';

/**
 * Opens it as the settings name it; what is fetched is kept in the folder. Throws ConfigurationError for a file that can't be
 * used.
 */
export async function openTrustRoot(
  { trustRoot: source, offline }: Pick<Settings, 'trustRoot' | 'offline'>,
  folder: string,
  now: () => Date,
): Promise<TrustRootSource> {
  const parts = { folder, offline, now };
  if (source === PUBLIC) return openKeptRoot(source, { ...parts, initially: bundledTrustRoot });
  if (/^https?:/.test(source)) return openKeptRoot(source, parts);
  return openFileRoot(source);
}
