import { isJsonObject } from '#domain/manifest.ts';
import { inMegabytes } from '#domain/phrasing.ts';

import { CommandError } from '../../command/failure.ts';
import { parsedForPeople, refused } from '../../registry/refused.ts';
import type { Uploading } from '../publication.ts';
import { get } from './ask.ts';
import { type Memory, openMemory } from './memory.ts';
import { sendParts } from './send-parts.ts';
import { sendWhole } from './send-whole.ts';
import { beginInParts, look, type PartsSession } from './session.ts';

/** An upload whose bytes are all there. */
export interface Uploaded {
  readonly id: string;
  /** Once it is published: nobody will go on with it. */
  readonly done: () => Promise<void>;
}

/** How often new addresses may be of no use: a registry that started anew takes none of the old ones. */
const FRUITLESS = 2;

/** Sends the parts that are missing, of an upload that was broken off or of a new one. */
export async function uploadInParts(publication: Uploading): Promise<Uploaded> {
  const { env = process.env } = publication;
  const memory = openMemory({ ...publication, user: await userOf(publication) }, env);
  const begun = (await continued(publication, memory)) ?? (await beginInParts(publication));
  const { id } = begun;
  if (!('missing' in begun)) {
    await sendWhole(publication, begun);
    return { id, done: async () => {} };
  }
  await memory.keep(begun);
  await sendAll(publication, begun);
  return { id, done: async () => memory.forget() };
}

async function continued(
  publication: Uploading,
  memory: Memory,
): Promise<PartsSession | undefined> {
  const known = await memory.find();
  const session = known && (await look(publication, known.id));
  if (!session) return undefined;
  const { say, packed } = publication;
  const there = packed.size - session.missing.reduce((sum, { size }) => sum + size, 0);
  if (there > 0)
    say?.(`continuing: ${inMegabytes(there)} of ${inMegabytes(packed.size)} are there`);
  return session;
}

/** Until all is there, or new addresses help no more. */
async function sendAll(publication: Uploading, begun: PartsSession): Promise<void> {
  let session = begun;
  let fruitless = 0;
  for (;;) {
    const stale = await sendParts(publication, session);
    if (!stale) return;
    const next = await look(publication, session.id);
    if (!next) throw new CommandError('the registry has ended the upload: run the command again');
    fruitless = next.missing.length < session.missing.length ? 0 : fruitless + 1;
    if (fruitless > FRUITLESS) throw refused('the upload', stale);
    session = next;
  }
}

/** Whose upload it is, whatever their token is today; a run of CI has no name, and is alone on its machine. */
async function userOf(publication: Uploading): Promise<string> {
  const { status, text } = await get(publication, '/-/whoami');
  const answer = parsedForPeople(text);
  const name = status === 200 && isJsonObject(answer) ? answer['username'] : undefined;
  return typeof name === 'string' ? name : '';
}
