import * as v from 'valibot';

import { parsedForPeople, refused, unknownAnswer } from '../../registry/refused.ts';
import type { Uploading } from '../publication.ts';
import { announcement } from './announcement.ts';
import { accepted, get, post } from './ask.ts';

const Target = {
  url: v.pipe(v.string(), v.url()),
  headers: v.record(v.string(), v.string()),
};
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What the registry says of an upload that it awaits by one PUT. */
const Single = v.object({ id: v.string(), ...Target });
/** The same of one in parts: where those go that have not arrived. */
const InParts = v.object({
  id: v.string(),
  missing: v.array(v.object({ number: Count, start: Count, size: Count, ...Target })),
  expiresAt: v.pipe(v.string(), v.isoTimestamp()),
});

export type SingleSession = v.InferOutput<typeof Single>;
export type PartsSession = v.InferOutput<typeof InParts>;
export type MissingPart = PartsSession['missing'][number];

/** Announces the tarball, for one PUT. */
export const begin = async (publication: Uploading): Promise<SingleSession> =>
  read(Single, publication, await announce(publication, false));

/** The same in parts. A registry that knows none awaits one PUT, whatever it was asked for. */
export const beginInParts = async (publication: Uploading): Promise<SingleSession | PartsSession> =>
  read(v.union([InParts, Single]), publication, await announce(publication, true));

/** Unless that was done when the publish was planned, and not too long ago. */
async function announce(publication: Uploading, parts: boolean): Promise<string> {
  const { packed, stage = false, announced } = publication;
  if (announced && Date.now() < announced.until) return announced.text;
  const body = announcement(packed, { stage, parts });
  return accepted(publication, await post(publication, '/-/v1/uploads', body));
}

/** How an upload stands; undefined: the registry knows it no more. */
export async function look(publication: Uploading, id: string): Promise<PartsSession | undefined> {
  const of = encodeURIComponent(publication.packed.name);
  const answer = await get(publication, `/-/v1/uploads/${encodeURIComponent(id)}?package=${of}`);
  if (answer.status === 404 || answer.status === 405) return undefined;
  if (answer.status >= 300) throw refused(publication.registry, answer);
  return read(InParts, publication, answer.text);
}

function read<T>(schema: v.GenericSchema<unknown, T>, { registry }: Uploading, text: string): T {
  const session = v.safeParse(schema, parsedForPeople(text));
  if (session.success) return session.output;
  throw unknownAnswer(registry, 'a Pantry registry');
}
