import { isIP } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Agent, request } from 'undici';

import { ATTESTATIONS } from '#domain/attestations.ts';
import type { PackageName } from '#domain/package-name.ts';
import { type Form, MEDIA_TYPE } from '#domain/packument.ts';
import type { Version } from '#domain/version.ts';

import { isInternal, publicLookup } from './addresses.ts';
import { UpstreamError } from './upstream-error.ts';

/** A registry behind this one. */
export interface UpstreamSource {
  /** Without a slash at the end. */
  readonly url: string;
  /** `Bearer …` or `Basic …`; sent to the upstream's own origin alone. */
  readonly authorization?: string;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array> & { readonly dump: () => Promise<unknown> };
}

export interface UpstreamSearchQuery {
  readonly text: string;
  readonly size: number;
  readonly from: number;
}

export interface UpstreamClient {
  /** A package's document, whatever its status; 304 where it still has that ETag. */
  document(
    name: PackageName,
    form: Form,
    options: { readonly etag?: string | undefined; readonly signal: AbortSignal },
  ): Promise<UpstreamResponse>;
  /** What a package's document says of one version, without all others. */
  version(name: PackageName, version: Version, signal: AbortSignal): Promise<UpstreamResponse>;
  /** A tarball by the URL that a document names. */
  tarball(url: string, signal: AbortSignal): Promise<UpstreamResponse>;
  /** What it knows of versions that are not safe. */
  advisories(
    versions: Readonly<Record<string, readonly string[]>>,
    signal: AbortSignal,
  ): Promise<UpstreamResponse>;
  /** The keys that it signs with. */
  keys(signal: AbortSignal): Promise<UpstreamResponse>;
  /** Where a version came from: `name@1.0.0`. */
  attestations(spec: string, signal: AbortSignal): Promise<UpstreamResponse>;
  /** Packages that it finds, in npm's own shape. */
  search(query: UpstreamSearchQuery, signal: AbortSignal): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

/** Milliseconds: to connect, and between two pieces of a body. */
const CONNECT = 5000;
const SILENCE = 20_000;
/** Milliseconds that a connection is kept for the next request. */
const IDLE = 60_000;
/** Redirects that are followed. */
const REDIRECTS = 3;

/** The accept header of npm's own clients. */
const ACCEPT: Readonly<Record<Form, string>> = {
  full: 'application/json',
  abbreviated: `${MEDIA_TYPE.abbreviated}; q=1.0, application/json; q=0.8, */*`,
};

/** Speaks with one upstream. */
export function openUpstreamClient(source: UpstreamSource): UpstreamClient {
  const { url, authorization } = source;
  const { ask, own, close } = createAsker(source);
  return {
    document: async (name, form, { etag, signal }) =>
      ask(
        new URL(`${url}/${name.replace('/', '%2f')}`),
        {
          accept: ACCEPT[form],
          'accept-encoding': 'gzip',
          ...(etag !== undefined && { 'if-none-match': etag }),
        },
        signal,
      ),
    version: async (name, version, signal) =>
      ask(
        new URL(`${url}/${name.replace('/', '%2f')}/${version}`),
        { accept: 'application/json', 'accept-encoding': 'gzip' },
        signal,
      ),
    tarball: async (from, signal) =>
      ask(new URL(from), { accept: '*/*', 'accept-encoding': 'identity' }, signal),
    advisories: async (versions, signal) =>
      send(new URL(`${url}/-/npm/v1/security/advisories/bulk`), {
        method: 'POST',
        dispatcher: own,
        signal,
        headers: {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          ...(authorization !== undefined && { authorization }),
        },
        body: gzipSync(JSON.stringify(versions)),
      }),
    keys: async (signal) =>
      ask(new URL(`${url}/-/npm/v1/keys`), { accept: 'application/json' }, signal),
    attestations: async (spec, signal) =>
      ask(new URL(`${url}${ATTESTATIONS}${spec}`), { accept: 'application/json' }, signal),
    search: async ({ text, size, from }, signal) => {
      const query = new URLSearchParams({ text, size: String(size), from: String(from) });
      return ask(
        new URL(`${url}/-/v1/search?${query.toString()}`),
        { accept: 'application/json' },
        signal,
      );
    },
    close,
  };
}

/** Asks by URL, following where it leads. */
export interface Asker {
  readonly ask: (
    target: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<UpstreamResponse>;
  /** For what is at its own origin. */
  readonly own: Agent;
  /** Breaks off what is under way. */
  readonly close: () => Promise<void>;
}

/** Asks the upstream itself, and where it leads; with its credentials at its own origin alone. */
export function createAsker({ url, authorization }: UpstreamSource): Asker {
  const { origin } = new URL(url);
  const settings = {
    headersTimeout: SILENCE,
    bodyTimeout: SILENCE,
    connections: 50,
    keepAliveTimeout: IDLE,
    // By HTTP/2 all would share one connection, and stand still with it.
    allowH2: false,
  };
  const own = new Agent({ ...settings, connect: { timeout: CONNECT } });
  const outside = new Agent({ ...settings, connect: { timeout: CONNECT, lookup: publicLookup } });
  const ask = async (
    target: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    left = REDIRECTS,
  ): Promise<UpstreamResponse> => {
    const trusted = target.origin === origin;
    if (!trusted) checkOutside(target);
    const response = await send(target, {
      dispatcher: trusted ? own : outside,
      signal,
      headers: { ...headers, ...(trusted && authorization !== undefined && { authorization }) },
    });
    const next = redirectOf(response, target);
    if (!next) return response;
    await response.body.dump();
    if (left === 0) throw new UpstreamError('unusable', 'it redirects without end');
    return ask(next, headers, signal, left - 1);
  };
  return {
    ask,
    own,
    close: async (): Promise<void> => {
      await Promise.all([own.destroy(), outside.destroy()]);
    },
  };
}

const REDIRECTING = new Set([301, 302, 303, 307, 308]);

function redirectOf({ status, headers }: UpstreamResponse, from: URL): URL | undefined {
  const { location } = headers;
  if (!REDIRECTING.has(status) || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, from.href)) {
    throw new UpstreamError('unusable', 'it redirects to what is no URL');
  }
  return new URL(location, from.href);
}

/** Somebody else's host, which a document or a redirect names, must be one of the public internet. */
function checkOutside({ protocol, hostname }: URL): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol !== 'https:' || (isIP(address) !== 0 && isInternal(address))) {
    throw new UpstreamError('unusable', `it leads to ${protocol}//${hostname}, which is not asked`);
  }
}

async function send(
  url: URL,
  options: {
    readonly method?: 'POST';
    readonly dispatcher: Agent;
    readonly signal: AbortSignal;
    readonly headers: Record<string, string>;
    readonly body?: Uint8Array;
  },
): Promise<UpstreamResponse> {
  try {
    const { statusCode, headers, body } = await request(url, options);
    return { status: statusCode, headers, body };
  } catch (cause) {
    throw new UpstreamError('unreachable', 'it can’t be reached', { cause });
  }
}
