import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';

import { readInto } from './byte-limit.ts';
import type { UpstreamClient } from './client.ts';
import { createRecent } from './recent.ts';
import { UpstreamError } from './upstream-error.ts';

/** Says where a version came from, in npm's own shape; undefined: nobody says so. */
export type FindAttestations = (name: PackageName, version: Version) => Promise<Json | undefined>;

export interface AttestationsParts {
  readonly client: UpstreamClient;
  readonly now: () => Date;
}

/** Milliseconds: that one waits for them, and in which they are not asked for again where there were none. */
const PATIENCE = 10_000;
const MISSED = 60_000;
const LARGEST_ANSWER = 8 * 1024 * 1024;

/** Nothing stands in for them: who verifies must know whether they could be had. Throws UpstreamError. */
export function openAttestations({ client, now }: AttestationsParts): FindAttestations {
  const misses = createRecent<true>(MISSED, now);
  return async (name, version) => {
    const spec = `${name}@${version}`;
    if (misses.get(spec)) return undefined;
    const { status, body } = await client.attestations(spec, AbortSignal.timeout(PATIENCE));
    const chunks = await Array.fromAsync(readInto(body, LARGEST_ANSWER, () => {}));
    if (status === 404) {
      misses.add(spec, true);
      return undefined;
    }
    if (status !== 200) throw new UpstreamError('unreachable', `it answered ${status}`);
    return parse(Buffer.concat(chunks).toString());
  };
}

function parse(text: string): Json {
  try {
    const answer: unknown = JSON.parse(text);
    if (isJsonObject(answer) && Array.isArray(answer['attestations'])) return answer;
  } catch (cause) {
    throw new UpstreamError('unusable', 'its attestations are no JSON', { cause });
  }
  throw new UpstreamError('unusable', 'its answer has no attestations');
}
