import * as v from 'valibot';

import type { Json } from '#domain/manifest.ts';

import { parsed, refused } from '../registry/refused.ts';
import { CommandError } from '../usage-error.ts';
import type { Destination } from './destination.ts';
import type { Packed } from './packed.ts';
import { send } from './send.ts';

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
}

/** Announces the tarball, sends it to where the registry says, and publishes it. */
export async function upload(publication: Publication): Promise<void> {
  const { packed, document, sent } = publication;
  const { name, version, size, digests, file } = packed;
  const announced = { name, version, size, integrity: digests.integrity };
  const { id, url, headers } = sessionOf(await post(publication, '/-/v1/uploads', announced));
  const put = await send({ method: 'PUT', url, headers, body: { file }, sent });
  if (put.status >= 300) throw refused('the upload', put);
  await post(publication, `/-/v1/uploads/${id}/commit`, document);
}

async function post({ registry, authorization, otp }: Publication, path: string, body: object) {
  const text = JSON.stringify(body);
  const answer = await send({
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
  if (answer.status >= 300) throw refused(registry, answer);
  return answer.text;
}

function sessionOf(text: string): v.InferOutput<typeof Session> {
  const session = v.safeParse(Session, parsed(text));
  if (session.success) return session.output;
  throw new CommandError('the registry answers in an unknown way: is it a Pantry registry?');
}
