import { randomUUID } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';
import { bodyOf, isChallenge, refused, sentenceOf } from '../registry/refused.ts';
import { type Answer, send } from '../registry/send.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { attachmentOf } from './document.ts';
import { escaped } from './look.ts';
import type { Publication } from './publication.ts';

/** Divisible by three, so that the base64 of one part goes on with that of the next. */
const PART = 3 * 256 * 1024;

/**
 * Publishes or stages as every client of npm's protocol does, by one document with the tarball in it; it is written
 * into a file first, so that a large one is never held. The id of what waits for approval, if it does.
 */
export const sendOrdinarily = async (publication: Publication): Promise<string | undefined> =>
  withTemporaryFolder('publish', async (folder) => {
    const file = path.join(folder, 'document.json');
    const answer = await answered(publication, file, await writeDocument(publication, file));
    if (answer.status >= 300) throw refused(publication.registry, answer);
    const body = bodyOf(publication.registry, answer);
    const stageId = isJsonObject(body) ? body['stageId'] : undefined;
    return typeof stageId === 'string' ? stageId : undefined;
  });

/** Asks for a code where one is missing, and somebody sits there. */
async function answered(publication: Publication, file: string, size: number): Promise<Answer> {
  const answer = await sendFile(publication, file, size);
  const { askForCode } = publication;
  if (!askForCode || !isChallenge(answer)) return answer;
  const otp = await askForCode(sentenceOf(answer));
  return sendFile({ ...publication, otp }, file, size);
}

async function sendFile(
  { registry, authorization, packed, otp, stage, sent }: Publication,
  file: string,
  size: number,
): Promise<Answer> {
  const name = escaped(packed.name);
  return send({
    method: stage ? 'POST' : 'PUT',
    url: `${registry}/${stage ? `-/stage/package/${name}` : name}`,
    headers: {
      accept: 'application/json',
      authorization,
      'content-type': 'application/json',
      'content-length': String(size),
      'npm-command': stage ? 'stage' : 'publish',
      ...(otp !== undefined && { 'npm-otp': otp }),
    },
    body: { file },
    sent: (bytes) => sent(Math.min(packed.size, Math.round((bytes / size) * packed.size))),
  });
}

/** Its size in bytes. */
async function writeDocument({ packed, document }: Publication, file: string): Promise<number> {
  const place = randomUUID();
  const text = JSON.stringify(withData(document, attachmentOf(packed), place));
  const [before = '', after = ''] = text.split(place);
  const handle = await open(file, 'wx', 0o600);
  const tarball = await open(packed.file);
  try {
    await handle.write(before);
    for (let at = 0; at < packed.size; at += PART) {
      const bytes = await readPart(tarball, at, Math.min(PART, packed.size - at));
      await handle.write(bytes.toString('base64'));
    }
    await handle.write(after);
    return (await handle.stat()).size;
  } finally {
    await Promise.all([handle.close(), tarball.close()]);
  }
}

async function readPart(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, start + filled);
    if (bytesRead === 0) throw new CommandError('the tarball has become shorter meanwhile');
    filled += bytesRead;
  }
  return buffer;
}

function withData(document: Json, attachment: string, data: string): Json {
  const { _attachments: attachments } = document;
  const all = isJsonObject(attachments) ? attachments : {};
  const own = isJsonObject(all[attachment]) ? all[attachment] : {};
  return { ...document, _attachments: { ...all, [attachment]: { ...own, data } } };
}
