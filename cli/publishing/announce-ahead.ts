import { isJsonObject } from '#domain/manifest.ts';

import type { CommandError } from '../command/failure.ts';
import { isChallenge, parsedForPeople, refused } from '../registry/refused.ts';
import { send } from '../registry/send.ts';
import type { Asking } from './look.ts';
import type { Packed } from './packed.ts';
import {
  announcedBy,
  announcement,
  type Announced,
  type AnnouncementTerms,
} from './uploading/announcement.ts';

/** Milliseconds in which a registry has something to say. */
const SILENCE = 30_000;

export interface Ahead {
  /** Why the registry would not take it; undefined also where it knows no uploads: that one decides when it is sent. */
  readonly refusal?: CommandError | undefined;
  readonly announced?: Announced | undefined;
}

/**
 * Announces a tarball to a registry before it gets a byte, which a Pantry registry refuses if it would refuse the
 * package. Where it does not, the answer is where the bytes go to.
 */
export async function announceAhead(
  { registry, authorization }: Asking,
  packed: Packed,
  terms: AnnouncementTerms,
): Promise<Ahead> {
  if (authorization === undefined) return {};
  const text = JSON.stringify(announcement(packed, terms));
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
  const body = parsedForPeople(answer.text);
  if (!isJsonObject(body)) return {};
  if (status < 300 && typeof body['id'] === 'string')
    return { announced: announcedBy(answer.text) };
  // The code of a second factor is asked for when it is sent.
  if (status < 400 || status >= 500 || isChallenge(answer)) return {};
  return typeof body['code'] === 'string' ? { refusal: refused(registry, answer) } : {};
}
