import { isJsonObject } from '#domain/manifest.ts';

import type { CommandError } from '../command/failure.ts';
import { isChallenge, parsedForPeople, refused } from '../registry/refused.ts';
import { send } from '../registry/send.ts';
import type { Asking } from './look.ts';
import type { Packed } from './packed.ts';

/** Milliseconds in which a registry has something to say. */
const SILENCE = 30_000;

/**
 * Why a Pantry registry would not take it, before it gets a byte: announcing an upload stores nothing. Undefined where
 * it would, and where a registry knows no uploads: that one decides when the package is sent.
 */
export async function refusedAhead(
  { registry, authorization }: Asking,
  { name, version, size, digests }: Packed,
  stage: boolean,
): Promise<CommandError | undefined> {
  if (authorization === undefined) return undefined;
  const { integrity } = digests;
  const text = JSON.stringify({ name, version, size, integrity, ...(stage && { stage }) });
  const answer = await send({
    method: 'POST',
    url: `${registry}/-/v1/uploads`,
    headers: {
      accept: 'application/json',
      authorization,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    },
    body: text,
    silence: SILENCE,
  });
  const { status } = answer;
  // The code of a second factor is asked for when it is sent.
  if (status < 400 || status >= 500 || isChallenge(answer)) return undefined;
  const body = parsedForPeople(answer.text);
  const isOurs = isJsonObject(body) && typeof body['code'] === 'string';
  return isOurs ? refused(registry, answer) : undefined;
}
