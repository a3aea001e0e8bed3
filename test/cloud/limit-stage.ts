import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

import { synthesize } from './stack/synthesize.ts';
import { type Stage, startStage } from './stage.ts';

/** A rehearsal whose configuration is another one in some places. */
export async function startConfigured(context: Readonly<Record<string, string>>): Promise<Stage> {
  const assembly = mkdtempSync(path.join(tmpdir(), 'pantry-configured-'));
  afterAll(() => {
    rmSync(assembly, { recursive: true, force: true });
  });
  synthesize(assembly, context);
  return startStage(undefined, assembly);
}
