import type { Answer, Client } from './client.ts';
import { integrityOf, type Manifest, type Publication, publishDocument } from './packages.ts';
import type { Target } from './target.ts';

export const start = async (
  client: Client,
  name: string,
  tarball: Uint8Array,
  more: object = {},
): Promise<Answer> =>
  client.post('/-/v1/uploads', {
    name,
    size: tarball.length,
    integrity: integrityOf(tarball),
    ...more,
  });

/** Where the registry says, which is not always the registry itself. */
export async function put(registry: Target, { body }: Answer, bytes: Uint8Array): Promise<number> {
  const url: string = body.url;
  const init = { method: body.method, body: new Uint8Array(bytes) };
  const own = url.startsWith(`${registry.url}/`);
  const { status } = await (own
    ? registry.fetch(url.slice(registry.url.length), init)
    : fetch(url, init));
  return status;
}

/** The same in parts. */
export const startParts = async (
  client: Client,
  name: string,
  tarball: Uint8Array,
  more: object = {},
): Promise<Answer> => start(client, name, tarball, { ...more, parts: true });

/** How one in parts stands. */
export const lookAt = async (client: Client, { body }: Answer, name: string): Promise<Answer> =>
  client.get(`/-/v1/uploads/${body.id}?package=${encodeURIComponent(name)}`);

/** Puts a part that is missing to where the registry says. */
export async function putPart(
  registry: Target,
  { body }: Answer,
  number: number,
  tarball: Uint8Array,
): Promise<number> {
  const part = body.missing.find((each: { number: number }) => each.number === number);
  const bytes = tarball.subarray(part.start, part.start + part.size);
  return put(registry, { body: { ...part, method: body.method } } as Answer, bytes);
}

/** What `npm publish` sends, but for the bytes. */
export function documentOf(manifest: Manifest, options: Publication): Record<string, any> {
  const document = publishDocument(manifest, options);
  for (const attachment of Object.values<any>(document['_attachments'])) delete attachment.data;
  return document;
}

export const commit = async (client: Client, { body }: Answer, document: object): Promise<Answer> =>
  client.post(`/-/v1/uploads/${body.id}/commit`, document);
