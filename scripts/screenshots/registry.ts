import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Services } from '#store/services.ts';

import { loadSettings } from '../../local/config/load.ts';
import { startRegistry } from '../../local/start.ts';
import { type Authority, createAuthority } from '../../test/sigstore/authority.ts';
import type { Target } from '../../test/target.ts';

const DAY = 86_400_000;

/** A registry that is there to be looked at. */
export interface Studio extends Target {
  readonly services: Services;
  /** Whom it believes what it attests of builds. */
  readonly authority: Authority;
  /** Makes it so many days, and hours, before now. */
  readonly travel: (days: number, hours?: number) => void;
  readonly stop: () => Promise<void>;
}

/** `publicUrl`: what its pages say that it is called, where that is not where it listens. */
export async function openStudio(publicUrl?: string): Promise<Studio> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pantry-screenshots-'));
  const authority = await createAuthority();
  const trustRoot = path.join(folder, 'trusted_root.json');
  writeFileSync(trustRoot, authority.trustRoot);
  // Nobody asks the provider before somebody signs in.
  const provider = { issuer: 'https://login.example.com', clientId: 'pantry', clientSecret: 'no' };
  const sso = JSON.stringify({ ...provider, name: 'Example Login' });
  const rest = { port: '0', log: 'none', upstream: 'none', ...(publicUrl && { publicUrl }) };
  const settings = loadSettings({ ...rest, trustRoot, sso, data: path.join(folder, 'data') }, {});
  let behind = 0;
  const now = (): Date => new Date(Date.now() - behind);
  const running = await startRegistry(settings, () => undefined, now);
  const { registry } = running;
  const address = registry.server.address();
  const origin = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    name: 'to be looked at',
    url: running.url,
    origin,
    services: registry.services,
    authority,
    fetch: async (where, init) => fetch(origin + where, init),
    travel: (days, hours = 0) => {
      behind = days * DAY - hours * 3_600_000;
    },
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
