import type { UpstreamClient } from './client.ts';
import { UpstreamError } from './upstream-error.ts';

const refuse = async (): Promise<never> => {
  throw new UpstreamError(
    'unreachable',
    'this registry is offline and has nothing of it ("offline")',
  );
};

/** Asks nobody: what is kept is all there is. */
export const OFFLINE: UpstreamClient = {
  document: refuse,
  version: refuse,
  tarball: refuse,
  advisories: refuse,
  keys: refuse,
  attestations: refuse,
  search: refuse,
  close: async () => {},
};
