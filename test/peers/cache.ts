import { homedir } from 'node:os';
import path from 'node:path';

/** Where a server that tests speak with is installed once, outside the repository. */
export const cacheFolder = (name: string): string =>
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'pantry-tests', name);
