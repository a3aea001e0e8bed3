import * as v from 'valibot';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';
import { isChallenge, parsed, refused, sentenceOf } from '../registry/refused.ts';
import { type Answer, send } from '../registry/send.ts';
import type { Destination } from './destination.ts';
import type { Packed } from './packed.ts';

/** What the registry says of an upload that it awaits. */
const Session = v.object({
  id: v.string(),
  url: v.pipe(v.string(), v.url()),
  headers: v.record(v.string(), v.string()),
});

/** Asks whoever sits at the terminal for a code of their second factor. */
type AskForCode = (sentence: string) => Promise<string>;

export interface Publication extends Destination {
  readonly packed: Packed;
  /** The publish document, its tarball left out. */
  readonly document: Json;
  readonly otp: string | undefined;
  /** Whether it waits for approval. */
  readonly stage?: boolean;
  readonly sent: (bytes: number) => void;
  readonly askForCode?: AskForCode | undefined;
}

/** Announces the tarball, sends it to where the registry says, and publishes or stages it: then its id. */
export async function upload(publication: Publication): Promise<string | undefined> {
  const { packed, document, sent, stage = false } = publication;
  const { name, version, size, digests, file } = packed;
  const announced = { name, version, size, integrity: digests.integrity, ...(stage && { stage }) };
  const begun = accepted(publication, await post(publication, '/-/v1/uploads', announced));
  const { id, url, headers } = sessionOf(begun);
  const put = await send({ method: 'PUT', url, headers, body: { file }, sent });
  if (put.status >= 300) throw refused('the upload', put);
  const query = stage ? '?stage=true' : '';
  const done = parsed(await commit(publication, `/-/v1/uploads/${id}/commit${query}`, document));
  const stageId = isJsonObject(done) ? done['stageId'] : undefined;
  return typeof stageId === 'string' ? stageId : undefined;
}

/** A code that was given at the start may be too old when a large tarball is there. */
async function commit(publication: Publication, path: string, document: Json): Promise<string> {
  const answer = await post(publication, path, document);
  const { askForCode } = publication;
  if (!askForCode || !isChallenge(answer)) return accepted(publication, answer);
  const otp = await askForCode(sentenceOf(answer));
  return accepted(publication, await post({ ...publication, otp }, path, document));
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
