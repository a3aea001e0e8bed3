import * as v from 'valibot';

import type { Json } from '#domain/manifest.ts';

import type { AskForCode } from '../registry/ask-for-code.ts';
import { isChallenge, parsed, refused, sentenceOf } from '../registry/refused.ts';
import { CommandError } from '../usage-error.ts';
import type { Destination } from './destination.ts';
import type { Packed } from './packed.ts';
import { type Answer, send } from './send.ts';

/** What the registry says of an upload that it awaits. */
const Session = v.object({
  id: v.string(),
  url: v.pipe(v.string(), v.url()),
  headers: v.record(v.string(), v.string()),
});

export interface Publication extends Destination {
  readonly packed: Packed;
  /** The publish document, its tarball left out. */
  readonly document: Json;
  readonly otp: string | undefined;
  readonly sent: (bytes: number) => void;
  readonly askForCode?: AskForCode | undefined;
}

/** Announces the tarball, sends it to where the registry says, and publishes it. */
export async function upload(publication: Publication): Promise<void> {
  const { packed, document, sent } = publication;
  const { name, version, size, digests, file } = packed;
  const announced = { name, version, size, integrity: digests.integrity };
  const begun = accepted(publication, await post(publication, '/-/v1/uploads', announced));
  const { id, url, headers } = sessionOf(begun);
  const put = await send({ method: 'PUT', url, headers, body: { file }, sent });
  if (put.status >= 300) throw refused('the upload', put);
  await commit(publication, `/-/v1/uploads/${id}/commit`, document);
}

/** A code that was given at the start may be too old when a large tarball is there. */
async function commit(publication: Publication, path: string, document: Json): Promise<void> {
  const answer = await post(publication, path, document);
  const { askForCode } = publication;
  if (!askForCode || !isChallenge(answer)) {
    accepted(publication, answer);
    return;
  }
  const otp = await askForCode(sentenceOf(answer));
  accepted(publication, await post({ ...publication, otp }, path, document));
}

async function post(
  { registry, authorization, otp }: Publication,
  path: string,
  body: object,
): Promise<Answer> {
  const text = JSON.stringify(body);
  return send({
    method: 'POST',
    url: registry + path,
    headers: {
      authorization,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      ...(otp !== undefined && { 'npm-otp': otp }),
    },
    body: text,
  });
}

function accepted({ registry }: Publication, answer: Answer): string {
  if (answer.status >= 300) throw refused(registry, answer);
  return answer.text;
}

function sessionOf(text: string): v.InferOutput<typeof Session> {
  const session = v.safeParse(Session, parsed(text));
  if (session.success) return session.output;
  throw new CommandError('the registry answers in an unknown way: is it a Pantry registry?');
}
