import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

// Clients print and store real paths, and the system's folder may be a link.
const root = mkdtempSync(path.join(realpathSync(tmpdir()), 'pantry-clients-'));
const remove = (): void =>
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
afterAll(remove);
// Where no test of the file is chosen, nothing comes after all, and the process is told to end.
process.once('exit', remove);
process.once('SIGTERM', () => process.exit());

/** A folder that is gone when the tests of the file are. */
export const folder = (): string => mkdtempSync(path.join(root, 'folder-'));
