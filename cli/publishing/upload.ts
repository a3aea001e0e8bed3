import { isJsonObject, type Json } from '#domain/manifest.ts';

import { bodyOf, isChallenge, sentenceOf } from '../registry/refused.ts';
import type { Publication, Uploading } from './publication.ts';
import { goesInParts } from './uploading/announcement.ts';
import { accepted, post } from './uploading/ask.ts';
import { type Uploaded, uploadInParts } from './uploading/in-parts.ts';
import { sendWhole } from './uploading/send-whole.ts';
import { begin } from './uploading/session.ts';

/** Announces the tarball, sends it to where the registry says, and publishes or stages it: then its id. */
export async function upload(publication: Publication): Promise<string | undefined> {
  const { document, stage = false } = publication;
  const { id, done } = await uploadTarball(publication);
  const query = stage ? '?stage=true' : '';
  const path = `/-/v1/uploads/${encodeURIComponent(id)}/commit${query}`;
  const text = await commit(publication, path, document);
  const answer = bodyOf(publication.registry, { text });
  await done();
  const stageId = isJsonObject(answer) ? answer['stageId'] : undefined;
  return typeof stageId === 'string' ? stageId : undefined;
}

/** In parts where it is large: they are sent each by itself, and not again by whoever goes on later. */
export const uploadTarball = async (uploading: Uploading): Promise<Uploaded> =>
  (goesInParts(uploading.packed) ? uploadInParts : uploadWhole)(uploading);

async function uploadWhole(uploading: Uploading): Promise<Uploaded> {
  const begun = await begin(uploading);
  await sendWhole(uploading, begun);
  return { id: begun.id, done: async () => {} };
}

/** A code that was given at the start may be too old when a large tarball is there. */
async function commit(publication: Publication, path: string, document: Json): Promise<string> {
  const answer = await post(publication, path, document);
  const { askForCode } = publication;
  if (!askForCode || !isChallenge(answer)) return accepted(publication, answer);
  const otp = await askForCode(sentenceOf(answer));
  return accepted(publication, await post({ ...publication, otp }, path, document));
}
