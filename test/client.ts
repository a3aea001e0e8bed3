import { uniqueName, type Manifest, type Publication, publishDocument } from './packages.ts';
import type { Target } from './target.ts';

/** An answer with its body read as JSON where it is. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** Somebody who speaks HTTP with a registry, and nothing else. */
export interface Client {
  readonly name: string;
  readonly token: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  put(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  remove(path: string, body?: unknown): Promise<Answer>;
  publish(manifest: Manifest, options?: Publication): Promise<Answer>;
  /** The same person with another token, or none. */
  with(token: string): Client;
  /** The same person with a code of their second factor, in all that is sent. */
  code(otp: string): Client;
}

export const escape = (name: string): string => name.replace('/', '%2f');

/** A package of a new user, with these versions. */
export async function published(
  target: Target,
  ...versions: readonly string[]
): Promise<{ readonly alice: Client; readonly name: string }> {
  const alice = await user(target, 'alice');
  const name = `@${uniqueName('scope')}/${uniqueName()}`;
  for (const version of versions) await alice.publish({ name, version });
  return { alice, name };
}

/** The document as commands read it before they change it. */
export const readForEdit = async (client: Client, name: string): Promise<Record<string, any>> =>
  (await client.get(`/${escape(name)}?write=true`)).body;

export const anonymous = (target: Target): Client => createClient(target, 'anonymous', '');

/** A new user, logged in. */
export async function user(target: Target, stem = 'user'): Promise<Client> {
  const name = uniqueName(stem);
  const { body } = await signUp(target, name, 'correct horse battery staple');
  return createClient(target, name, body.token);
}

export const PASSWORD = 'correct horse battery staple';

/** What `npm login` sends. */
export async function signUp(
  target: Target,
  name: string,
  password: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return anonymous(target).put(
    `/-/user/org.couchdb.user:${encodeURIComponent(name)}`,
    { _id: `org.couchdb.user:${name}`, name, password, email: `${name}@example.com`, type: 'user' },
    headers,
  );
}

function createClient(target: Target, name: string, token: string, otp?: string): Client {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const response = await target.fetch(path, {
      method,
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(otp !== undefined && { 'npm-otp': otp }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const json = response.headers.get('content-type')?.includes('json') && bytes.length > 0;
    return {
      status: response.status,
      headers: response.headers,
      body: json ? JSON.parse(bytes.toString()) : bytes,
    };
  };
  return {
    name,
    token,
    get: async (path, headers) => send('GET', path, undefined, headers),
    put: async (path, body, headers) => send('PUT', path, body, headers),
    post: async (path, body) => send('POST', path, body),
    remove: async (path, body) => send('DELETE', path, body),
    publish: async (manifest, options) =>
      send('PUT', `/${escape(manifest.name)}`, publishDocument(manifest, options)),
    with: (other) => createClient(target, name, other, otp),
    code: (other) => createClient(target, name, token, other),
  };
}
