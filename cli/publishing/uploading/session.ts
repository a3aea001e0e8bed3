import * as v from 'valibot';

import { CommandError } from '../../command/failure.ts';
import { parsedForPeople, refused } from '../../registry/refused.ts';
import type { Uploading } from '../publication.ts';
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
  read(Single, await announce(publication, {}));

/** The same in parts. A registry that knows none awaits one PUT, whatever it was asked for. */
export const beginInParts = async (publication: Uploading): Promise<SingleSession | PartsSession> =>
  read(v.union([InParts, Single]), await announce(publication, { parts: true }));

async function announce(publication: Uploading, more: object): Promise<string> {
  const { packed, stage = false } = publication;
  const { name, version, size, digests } = packed;
  const { integrity } = digests;
  const announced = { name, version, size, integrity, ...(stage && { stage }), ...more };
  return accepted(publication, await post(publication, '/-/v1/uploads', announced));
}

/** How an upload stands; undefined: the registry knows it no more. */
export async function look(publication: Uploading, id: string): Promise<PartsSession | undefined> {
  const of = encodeURIComponent(publication.packed.name);
  const answer = await get(publication, `/-/v1/uploads/${encodeURIComponent(id)}?package=${of}`);
  if (answer.status === 404 || answer.status === 405) return undefined;
  if (answer.status >= 300) throw refused(publication.registry, answer);
  return read(InParts, answer.text);
}

function read<T>(schema: v.GenericSchema<unknown, T>, text: string): T {
  const session = v.safeParse(schema, parsedForPeople(text));
  if (session.success) return session.output;
  throw new CommandError('the registry answers in an unknown way: is it a Pantry registry?');
}
