import { afterAll } from 'vitest';

import type { Issuer } from '../../ci/issuer.ts';
import { ciSettings, type Signers, startIssuers, stopIssuers } from '../../ci/issuers.ts';
import { freePort } from '../../peers/process.ts';
import { type Registry, startRegistry } from '../registry.ts';

/** The built registry, which takes ID tokens of issuers on this machine. */
export async function startCiRegistry(
  args: readonly string[] = [],
): Promise<Registry & Signers<Issuer>> {
  const issuers = await startIssuers();
  afterAll(() => stopIssuers(issuers));
  const { ciIssuers, trustedOwners } = ciSettings(issuers);
  const registry = await startRegistry([
    '--ci-issuers',
    ciIssuers,
    '--trusted-owners',
    trustedOwners,
    // yarn 4 asks for ID tokens by host and port, so that the registry has to know its own.
    '--port',
    String(await freePort()),
    ...args,
  ]);
  return { ...registry, ...issuers };
}
