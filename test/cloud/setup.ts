import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

import { ciSettings, handSigners, startIssuers, stopIssuers } from '../ci/issuers.ts';
import { startS3Peer } from '../peers/s3-peer.ts';
import { createAuthority } from '../sigstore/authority.ts';
import { serveRoot } from '../sigstore/serve-root.ts';
import { firstAdmin } from './first-admin.ts';
import { startRehearsal } from './rehearsal.ts';
import { synthesize } from './stack/synthesize.ts';

/** Synthesizes and starts everything once; the tests of test/e2e find it by REGISTRY_TARGET. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const assembly = mkdtempSync(path.join(tmpdir(), 'pantry-assembly-'));
  const issuers = await startIssuers();
  const authority = await createAuthority();
  const root = await serveRoot(authority.trustRoot);
  synthesize(assembly, { ...ciSettings(issuers), trustRoot: root.url });
  const peer = await startS3Peer();
  const { endpoint, accessKeyId, secretAccessKey } = peer;
  const s3 = { endpoint, accessKeyId, secretAccessKey };
  project.provide('assembly', assembly);
  project.provide('s3', s3);
  const prefix = `${randomUUID().slice(0, 8)}-`;
  const rehearsal = await startRehearsal(assembly, { ...s3, prefix });
  await firstAdmin(rehearsal);
  await rehearsal.runSchedule('TrustRoot');
  process.env['REGISTRY_TARGET'] = rehearsal.url;
  process.env['REGISTRY_BEHIND'] = 'api-gateway';
  process.env['REGISTRY_SIGNERS'] = handSigners(issuers);
  process.env['REGISTRY_AUTHORITY'] = authority.key;
  process.env['REGISTRY_PUBLIC_URL'] = 'https://npm.example.com';
  return async () => {
    await rehearsal.stop();
    stopIssuers(issuers);
    root.stop();
    await peer.stop();
    rmSync(assembly, { recursive: true, force: true });
    const { denials } = rehearsal.aws;
    if (denials.length > 0) {
      throw new Error(`roles asked for what they may not: ${JSON.stringify(denials)}`);
    }
  };
}
