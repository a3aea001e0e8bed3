import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

import { anonymous, type Client } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { type ControllableUpstream, startUpstream } from '../upstream/controllable.ts';
import { synthesize } from './stack/synthesize.ts';
import { type Stage, startStage } from './stage.ts';

/** A rehearsal with an upstream behind it. */
export interface UpstreamStage extends Stage {
  readonly upstream: ControllableUpstream;
  readonly reader: Client;
  /** A package upstream, and how often it was asked for. */
  readonly behind: (...versions: readonly string[]) => Behind;
}

interface Behind {
  readonly name: string;
  readonly tarballs: readonly Buffer[];
  readonly asked: (file?: string) => number;
}

export async function startUpstreamStage(): Promise<UpstreamStage> {
  const upstream = await startUpstream();
  const assembly = mkdtempSync(path.join(tmpdir(), 'pantry-upstream-'));
  // Before the stage is made: what is asked for at first ends last, and functions may still start.
  afterAll(() => {
    rmSync(assembly, { recursive: true, force: true });
  });
  synthesize(assembly, {
    upstreams: JSON.stringify([{ url: upstream.url, secret: 'rehearsal/upstream' }]),
    upstreamMaxAge: '0',
    ownScopes: '@acme',
    deny: 'denied',
    malware: `${upstream.url}/malware.json`,
  });
  const stage = await startStage(undefined, assembly);
  stage.rehearsal.aws.small.secrets.set('rehearsal/upstream', 'token-of-the-upstream');
  return {
    ...stage,
    upstream,
    reader: anonymous(stage.target),
    behind(...versions) {
      const name = uniqueName();
      const tarballs = versions.map((version) => upstream.publish(name, version));
      const asked = (file = ''): number =>
        upstream.requests.filter((line) => line === `GET /${name}${file}`).length;
      return { name, tarballs, asked };
    },
  };
}
