import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

import type { ImportBatch } from '#domain/import/import-batch.ts';
import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';

import { CommandError } from '../command/failure.ts';
import { parsedAsIs } from '../parsed-as-is.ts';
import { uploadTarball } from '../publishing/upload.ts';
import type { Uploaded } from '../publishing/uploading/in-parts.ts';
import { isChallenge, parsedForPeople, refused, unknownAnswer } from '../registry/refused.ts';
import { send } from '../registry/send.ts';
import { type Bringing, Brought, Here, type ImportDoor, type LocalTarball } from './door.ts';
import { isFatal, reasonOf } from './reason-of.ts';
import { openWeb } from './registry/web.ts';
import { roomOf, type WithRoom } from './room.ts';
import type { WithSecondFactor } from './second-factor.ts';

/** Bytes of what is here of a package, and of its document. */
const LARGEST = 256 * 2 ** 20;

/** Bytes of tarballs in requests that are made and sent at one time; each is in memory three times. */
const MOST_SENT = 16 * 2 ** 20;

interface Destination {
  readonly registry: string;
  readonly authorization: string;
  readonly secondFactor: WithSecondFactor;
}

/** A registry that runs, for an admin. */
export function openRegistryDoor(destination: Destination, connections: number): ImportDoor {
  const { registry, authorization } = destination;
  const web = openWeb(registry, authorization, connections);
  const to = { ...destination, withRoom: roomOf(MOST_SENT) };
  const get = async (path: string): Promise<unknown> => {
    const { status, headers, body } = await web.get(registry + path, LARGEST);
    const text = body.toString();
    if (status !== 200) throw refused(registry, { status, headers, text });
    return parsedAsIs(text);
  };
  return {
    here: async (name) => read(Here, registry, await get(`/-/v1/imports/${escaped(name)}`)),
    bring: async (name, batch) => bring(to, name, batch),
    async document(name) {
      // As commands read it that change it: no cache answers that.
      const document = await get(`/${escaped(name)}?write=true`);
      return isJsonObject(document) ? document : {};
    },
    async strangers(names) {
      const unknown: string[] = [];
      for (const name of names) {
        const path = `/-/user/org.couchdb.user:${encodeURIComponent(name)}`;
        const { status } = await web.get(registry + path, LARGEST);
        if (status !== 200) unknown.push(name);
      }
      return unknown;
    },
    close: async () => web.close(),
  };
}

const escaped = (name: PackageName): string => name.replace('/', '%2f');

function read<S extends v.GenericSchema>(
  schema: S,
  registry: string,
  answer: unknown,
): v.InferOutput<S> {
  const result = v.safeParse(schema, answer);
  if (result.success) return result.output;
  throw unknownAnswer(registry, 'a Pantry registry');
}

interface Sending extends Destination {
  readonly withRoom: WithRoom;
}

async function bring(
  to: Sending,
  name: PackageName,
  batch: ImportBatch<Bringing>,
): Promise<Brought> {
  const { uploads, refusals } = await uploadAll(to, name, batch.versions);
  const wanted = batch.versions.filter(({ version }) => !Object.hasOwn(refusals, version));
  const inline = wanted.filter(({ tarball }) => tarball.inline);
  const bytes = inline.reduce((sum, { tarball }) => sum + tarball.size, 0);
  const brought = await to.withRoom(bytes, async () => {
    const versions: Json[] = [];
    for (const { tarball, ...version } of wanted) {
      const id = uploads.get(tarball)?.id;
      const sent = id === undefined ? { data: await base64Of(tarball) } : { upload: id };
      versions.push({ ...version, tarball: sent });
    }
    return put(to, `/-/v1/imports/${escaped(name)}`, JSON.stringify({ ...batch, versions }));
  });
  for (const { done } of uploads.values()) await done();
  const answer = read(Brought, to.registry, brought);
  return { ...answer, versions: { ...refusals, ...answer.versions } };
}

/** What does not fit into a request. A version whose tarball is refused is left out, and the others go on. */
async function uploadAll(
  to: Sending,
  name: PackageName,
  versions: readonly Bringing[],
): Promise<{
  readonly uploads: ReadonlyMap<LocalTarball, Uploaded>;
  readonly refusals: Brought['versions'];
}> {
  const uploads = new Map<LocalTarball, Uploaded>();
  const refusals: Brought['versions'] = {};
  for (const { version, tarball } of versions) {
    if (tarball.inline) continue;
    try {
      uploads.set(tarball, await upload(to, name, version, tarball));
    } catch (error) {
      if (isFatal(error)) throw error;
      refusals[version] = { outcome: 'refused', reason: reasonOf(error) };
    }
  }
  return { uploads, refusals };
}

const base64Of = async ({ file, bytes }: LocalTarball): Promise<string> =>
  bytes ? bytes.toString('base64') : readFile(file, 'base64');

const untold = (): void => undefined;

/** As a publish does: in parts where it is large, and an upload that was broken off is gone on with. */
async function upload(
  { registry, authorization }: Sending,
  name: PackageName,
  version: string,
  { file, size, integrity }: LocalTarball,
): Promise<Uploaded> {
  const packed = { file, name, version: parseVersion(version), size, digests: { integrity } };
  try {
    return await uploadTarball({ registry, authorization, otp: undefined, packed, sent: untold });
  } catch (error) {
    throw error instanceof CommandError ? ofOnePackage(error) : error;
  }
}

/** Who is not let in at all is told by another error than that one package is refused. */
const ofOnePackage = (error: CommandError): CommandError =>
  error.exitCode === 3 && error.code !== 'unauthenticated'
    ? new CommandError(error.message, { cause: error })
    : error;

async function put(
  { registry, authorization, secondFactor }: Sending,
  path: string,
  body: string,
): Promise<unknown> {
  const headers = {
    authorization,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  const url = registry + path;
  const answer = await secondFactor(async (more, once) =>
    send({ method: 'PUT', url, headers: { ...headers, ...more }, body, once }),
  );
  if (answer.status < 300) return parsedForPeople(answer.text);
  const error = refused(registry, answer);
  if (isChallenge(answer)) throw new CommandError(error.message + OTHERWISE, { exitCode: 3 });
  throw answer.status === 401 ? error : new CommandError(error.message);
}

const OTHERWISE =
  ', or with PANTRY_TOKEN and a token that is asked for none: `pantry token create --bypass-2fa` makes one';
