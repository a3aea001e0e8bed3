import * as v from 'valibot';

import type { ImportBatch } from '#domain/import/import-batch.ts';
import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

import { CommandError } from '../command/failure.ts';
import { parsedAsIs } from '../parsed-as-is.ts';
import { parsedForPeople, refused } from '../registry/refused.ts';
import { type Answer, send } from '../registry/send.ts';
import { Brought, type Bringing, Here, type ImportDoor, type LocalTarball } from './door.ts';
import { openWeb } from './registry/web.ts';

/** Bytes of what is here of a package, and of its document. */
const LARGEST = 256 * 2 ** 20;

const Session = v.object({
  id: v.string(),
  url: v.pipe(v.string(), v.url()),
  headers: v.record(v.string(), v.string()),
});

interface Destination {
  readonly registry: string;
  readonly authorization: string;
}

/** A registry that runs, for an admin. */
export function openRegistryDoor(
  registry: string,
  authorization: string,
  connections: number,
): ImportDoor {
  const web = openWeb(registry, authorization, connections);
  const to = { registry, authorization };
  const get = async (path: string): Promise<unknown> => {
    const { status, headers, body } = await web.get(registry + path, LARGEST);
    const text = body.toString();
    if (status !== 200) throw refused(registry, { status, headers, text });
    return parsedAsIs(text);
  };
  return {
    here: async (name) => read(Here, await get(`/-/v1/imports/${escaped(name)}`)),
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

function read<S extends v.GenericSchema>(schema: S, answer: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, answer);
  if (result.success) return result.output;
  throw new CommandError('the registry answers in an unknown way: is it a Pantry registry?');
}

async function bring(
  to: Destination,
  name: PackageName,
  batch: ImportBatch<Bringing>,
): Promise<Brought> {
  const versions: Json[] = [];
  for (const { tarball, ...version } of batch.versions) {
    const sent = tarball.bytes
      ? { data: tarball.bytes.toString('base64') }
      : { upload: await upload(to, name, tarball) };
    versions.push({ ...version, tarball: sent });
  }
  const body = { ...batch, versions };
  return read(Brought, await ask(to, 'PUT', `/-/v1/imports/${escaped(name)}`, body));
}

async function upload(
  to: Destination,
  name: PackageName,
  { file, size, integrity }: LocalTarball,
): Promise<string> {
  const begun = await ask(to, 'POST', '/-/v1/uploads', { name, size, integrity });
  const { id, url, headers } = read(Session, begun);
  accepted('the upload', await send({ method: 'PUT', url, headers, body: { file } }));
  return id;
}

async function ask(
  { registry, authorization }: Destination,
  method: 'PUT' | 'POST',
  path: string,
  body: object,
): Promise<unknown> {
  const text = JSON.stringify(body);
  const headers = {
    authorization,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  };
  const answer = await send({ method, url: registry + path, headers, body: text });
  return parsedForPeople(accepted(registry, answer).text);
}

/** Who is not let in at all is told by another error than that one package is refused. */
function accepted(who: string, answer: Answer): Answer {
  if (answer.status < 300) return answer;
  const error = refused(who, answer);
  throw answer.status === 401 ? error : new CommandError(error.message);
}
