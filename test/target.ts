import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import { meetConditions } from '#http/conditional.ts';
import { errorReply } from '#http/error-reply.ts';
import type { Reply } from '#http/reply.ts';
import type { Request as RegistryRequest } from '#http/request.ts';
import { createRouter } from '#http/router.ts';
import type { Services } from '#store/services.ts';

import { loadSettings } from '../local/config/load.ts';
import { createAccessLog } from '../local/http/access-log.ts';
import { openRegistry } from '../local/registry.ts';
import { startRegistry } from '../local/start.ts';
import { atEnd } from './at-end.ts';

/** A registry that tests speak HTTP with. */
export interface Target {
  readonly name: string;
  /** What clients use as their registry. */
  readonly url: string;
  /** Where it listens, which is the same unless a setting says otherwise. */
  readonly origin: string;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Moves the registry's clock forward; absent where the registry is not ours to move. */
  readonly advance?: (milliseconds: number) => void;
  /** Stops it before the test file ends; absent where it is not ours to stop. */
  readonly stop?: () => Promise<void>;
  /** What is behind it, where it runs in this process. */
  readonly services?: Services;
}

/**
 * REGISTRY_TARGET: unset = the endpoints in this process, without sockets and edge; `local` = a server
 * on a free port; else the URL of a registry that is open to sign up. Settings reach the first two.
 */
export async function target(settings: Readonly<Record<string, string>> = {}): Promise<Target> {
  const { REGISTRY_TARGET: where } = process.env;
  if (where && where !== 'local') return at(where.replace(/\/+$/, ''));
  const fresh = where ? await server(settings) : await inProcess(settings);
  await takeAdminship(fresh);
  return fresh;
}

/** The first user of a registry becomes its admin: not one of those that a test is about. */
async function takeAdminship({ fetch: ask }: Target): Promise<void> {
  const name = 'first-of-all';
  await ask(`/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    body: JSON.stringify({ name, password: 'becomes the admin', email: 'first@example.com' }),
  });
}

/** A server on a free port with settings of one's own, whatever the target is. */
export async function server(settings: Readonly<Record<string, string>> = {}): Promise<Target> {
  const data = folder();
  const clock = createClock();
  const running = await startRegistry(
    loadSettings({ port: '0', log: 'none', upstream: 'none', data, ...settings }, {}),
    () => undefined,
    clock.now,
  );
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopped ??= running.stop();
    await stopped;
  };
  atEnd(stop);
  const address = running.registry.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const origin = `http://localhost:${port}`;
  return {
    ...at(origin),
    name: 'local server',
    url: running.url,
    origin,
    advance: clock.advance,
    stop,
    services: running.registry.services,
  };
}

function createClock() {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (milliseconds: number) => {
      ahead += milliseconds;
    },
  };
}

/** A registry somewhere, by its URL. */
export const at = (url: string): Target => ({
  name: url,
  url,
  origin: url,
  fetch: async (where, init) => fetch(url + where, init),
});

/** A folder that is gone when the test is that asks for it, or all of the file. */
export function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'pantry-test-'));
  atEnd(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function inProcess(settings: Readonly<Record<string, string>>): Promise<Target> {
  const url = 'http://registry.test';
  const clock = createClock();
  const registry = await openRegistry(
    loadSettings({ data: folder(), publicUrl: url, upstream: 'none', ...settings }, {}),
    createAccessLog('none', () => undefined),
    clock.now,
  );
  atEnd(async () => registry.close());
  const route = createRouter(registry.endpoints);
  return {
    name: 'in process',
    url,
    origin: url,
    advance: clock.advance,
    async fetch(where, init) {
      const request = await toRequest(new Request(url + where, init), where, url);
      try {
        const { endpoint, params } = route(request.method, request.path);
        const reply = await endpoint.handle(request, params, registry.services);
        return await toResponse(meetConditions(request.headers, reply), request, registry.services);
      } catch (error) {
        return toResponse(errorReply(error, request.id), request, registry.services);
      }
    },
  };
}

async function toRequest(
  request: Request,
  where: string,
  baseUrl: string,
): Promise<RegistryRequest> {
  const [rawPath = '/', query = ''] = where.split('?', 2);
  const body = Buffer.from(await request.arrayBuffer());
  return {
    id: 'test',
    method: request.method,
    path: rawPath,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(request.headers),
    body: (async function* chunks() {
      if (body.length > 0) yield body;
    })(),
    address: '127.0.0.1',
    baseUrl,
  };
}

async function toResponse(
  { status = 200, headers = {}, cookies = [], body }: Reply,
  { method }: RegistryRequest,
  { blobs }: Services,
): Promise<Response> {
  const bytes = await bytesOf(body, blobs);
  const type = body?.kind === 'json' ? { 'content-type': 'application/json' } : {};
  const length = status === 304 ? {} : { 'content-length': String(bytes.length) };
  const empty = status === 304 || method === 'HEAD';
  return new Response(empty ? null : new Uint8Array(bytes), {
    status,
    headers: [
      ...Object.entries({ ...type, ...length, ...headers }),
      ...cookies.map((cookie): [string, string] => ['set-cookie', cookie]),
    ],
  });
}

async function bytesOf(body: Reply['body'], blobs: Services['blobs']): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  if (body.kind === 'json') return Buffer.from(JSON.stringify(body.value));
  if (body.kind === 'gzip') return gunzipSync(body.bytes);
  if (body.kind === 'bytes') return body.bytes;
  if (body.kind === 'stream') return Buffer.concat(await Array.fromAsync(body.source));
  return Buffer.concat(await Array.fromAsync(blobs.read(body.key, body.range)));
}
