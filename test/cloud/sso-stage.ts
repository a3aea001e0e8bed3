import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

import { startProvider } from '../sso/provider.ts';
import type { SsoStage } from '../sso/stage.ts';
import { synthesize } from './stack/synthesize.ts';
import { type Stage, startStage } from './stage.ts';

const SECRET = 'rehearsal/sso';

/** A rehearsal with a provider that people sign in at. */
export async function startSsoStage(): Promise<Stage & SsoStage> {
  const provider = await startProvider();
  const assembly = mkdtempSync(path.join(tmpdir(), 'pantry-sso-'));
  afterAll(() => {
    rmSync(assembly, { recursive: true, force: true });
  });
  const { issuer, clientId } = provider;
  const sso = { issuer, clientId, secret: SECRET, name: 'Example Login', signUp: 'open' };
  synthesize(assembly, { sso: JSON.stringify(sso) });
  const stage = await startStage(undefined, assembly);
  stage.rehearsal.aws.small.secrets.set(SECRET, provider.clientSecret);
  return { ...stage, provider };
}
