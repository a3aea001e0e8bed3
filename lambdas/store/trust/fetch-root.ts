import { LARGEST_TRUST_ROOT, readTrustRoot } from '#domain/provenance/trust-root.ts';
import { readInto } from '#store/upstream/byte-limit.ts';
import { createAsker } from '#store/upstream/client.ts';
import { UpstreamError } from '#store/upstream/upstream-error.ts';

import { PUBLIC } from './bundled-root.ts';

/** Milliseconds: for one file, and for all of it. */
const PATIENCE = 5000;
const DEADLINE = 60_000;

/** A repository of the update framework, and the root that it is believed by; the public sigstore's is known. */
export interface TufRepository {
  readonly mirrorURL?: string;
  readonly rootPath?: string;
}

/**
 * Fetches a trust root: the public sigstore's, whose every file is signed, or the file at a URL. Throws where it can't be
 * had in time, or can't be used.
 */
export async function fetchTrustRoot(
  source: string,
  folder: string,
  repository: TufRepository = {},
): Promise<string> {
  const text = await (source === PUBLIC ? update(folder, repository) : download(source));
  readTrustRoot(text);
  return text;
}

/** By the update framework; what it knows of the repository is kept in the folder, and never goes back. */
async function update(cachePath: string, repository: TufRepository): Promise<string> {
  const { initTUF } = await import('@sigstore/tuf');
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => deadline.reject(new Error('it took too long')), DEADLINE).unref();
  try {
    const options = { ...repository, cachePath, timeout: PATIENCE, retry: { retries: 2 } };
    const found = initTUF(options).then(async (client) => client.getTarget('trusted_root.json'));
    return await Promise.race([found, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function download(url: string): Promise<string> {
  const { ask, close } = createAsker({ url });
  try {
    const headers = { accept: 'application/json', 'accept-encoding': 'identity' };
    const { status, body } = await ask(new URL(url), headers, AbortSignal.timeout(DEADLINE));
    const chunks = await Array.fromAsync(readInto(body, LARGEST_TRUST_ROOT, () => {}));
    if (status !== 200) throw new UpstreamError('unusable', `it answered ${status}`);
    return Buffer.concat(chunks).toString();
  } finally {
    await close();
  }
}
