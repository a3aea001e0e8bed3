import { isJsonObject } from '#domain/manifest.ts';
import type { PublicKey } from '#store/signer.ts';

import { readInto } from './byte-limit.ts';
import type { UpstreamClient } from './client.ts';
import { UpstreamError } from './upstream-error.ts';

export interface UpstreamKeysParts {
  readonly client: UpstreamClient;
  readonly now: () => Date;
  /** Told why they could not be asked for. */
  readonly reportKeys: (error: unknown) => void;
}

/** Milliseconds: that one waits for keys, that they are taken for right, and until they are asked for again after a failure. */
const PATIENCE = 5000;
const LIFETIME = 3_600_000;
const REST = 60_000;
const LARGEST_ANSWER = 1024 * 1024;

/** The keys that an upstream signs with: its packages bear its signatures here too. */
export function openUpstreamKeys({
  client,
  now,
  reportKeys,
}: UpstreamKeysParts): () => Promise<readonly PublicKey[]> {
  let known: readonly PublicKey[] = [];
  let until = 0;
  let flight: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    try {
      known = await askForKeys(client);
      until = now().getTime() + LIFETIME;
    } catch (error) {
      reportKeys(error);
      until = now().getTime() + REST;
    } finally {
      flight = undefined;
    }
  };
  return async () => {
    if (now().getTime() >= until) {
      flight ??= ask();
      await flight;
    }
    return known;
  };
}

async function askForKeys(client: UpstreamClient): Promise<readonly PublicKey[]> {
  const { status, body } = await client.keys(AbortSignal.timeout(PATIENCE));
  const chunks = await Array.fromAsync(readInto(body, LARGEST_ANSWER, () => {}));
  // A registry that signs nothing has no such route.
  if (status === 404) return [];
  if (status !== 200) throw new UpstreamError('unreachable', `it answered ${status}`);
  const answer: unknown = JSON.parse(Buffer.concat(chunks).toString());
  const keys = isJsonObject(answer) && Array.isArray(answer['keys']) ? answer['keys'] : [];
  return keys.filter(isPublicKey);
}

function isPublicKey(value: unknown): value is PublicKey {
  if (!isJsonObject(value)) return false;
  const { keyid, keytype, scheme, key, expires } = value;
  const texts = [keyid, keytype, scheme, key];
  return texts.every((text) => typeof text === 'string') && expires !== undefined;
}
