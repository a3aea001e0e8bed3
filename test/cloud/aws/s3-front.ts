import { createHash } from 'node:crypto';
import http from 'node:http';

import type { Answered, Asked } from './http.ts';
import { read } from './http.ts';
import { type Credentials, signerOf } from './signature.ts';

/** A real S3 server, and who may do everything there. */
export interface S3Peer extends Credentials {
  readonly endpoint: string;
  /** Stands before the names of buckets, so that several rehearsals share a server. */
  readonly prefix: string;
}

/** Asks the peer the same in its own keeper's name; signatures of roles end before it. */
export async function forward(asked: Asked, peer: S3Peer): Promise<Answered> {
  const { hostname, port } = new URL(peer.endpoint);
  const query = [...asked.query].filter(([name]) => !/^X-Amz-/i.test(name));
  const headers: Record<string, string> = { host: `${hostname}:${port}` };
  for (const [name, value] of Object.entries(asked.headers)) {
    if (typeof value === 'string' && !OWN.has(name)) headers[name] = value;
  }
  const path = prefixed(asked.path, peer);
  const source = headers['x-amz-copy-source'];
  if (source !== undefined) headers['x-amz-copy-source'] = prefixed(source, peer);
  headers['x-amz-content-sha256'] = createHash('sha256').update(asked.body).digest('hex');
  const signed = await signerOf(peer, 's3', 'us-east-1').sign({
    method: asked.method,
    protocol: 'http:',
    hostname,
    path,
    query: Object.fromEntries(query),
    headers,
    body: asked.body,
  });
  return send({ ...asked, path }, signed.headers, query, { hostname, port });
}

const prefixed = (path: string, { prefix }: S3Peer): string => path.replace(/^\/?/, `/${prefix}`);

/** What belongs to the signature that was checked, or to the connection. */
const OWN = new Set([
  'authorization',
  'host',
  'connection',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'content-length',
  'transfer-encoding',
  'expect',
]);

interface Place {
  readonly hostname: string;
  readonly port: string;
}

/** How often a connection may break before an answer came. */
const TRIES = 12;

/**
 * The peer may refuse what it has not read, and closes: whether its answer is seen before the connection is
 * reset is chance, some seven times in ten. It is asked again, as the SDK does.
 */
async function send(
  asked: Asked,
  headers: Readonly<Record<string, string>>,
  query: readonly (readonly [string, string])[],
  place: Place,
): Promise<Answered> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await sendOnce(asked, headers, query, place);
    } catch (error) {
      const broken = ['ECONNRESET', 'EPIPE'].includes(String((error as { code?: string }).code));
      if (!broken || asked.method === 'POST' || tried === TRIES) throw error;
    }
  }
}

async function sendOnce(
  { method, path, body }: Asked,
  headers: Readonly<Record<string, string>>,
  query: readonly (readonly [string, string])[],
  place: Place,
): Promise<Answered> {
  const pairs = query.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return new Promise((resolve, reject) => {
    const outgoing = http.request({
      ...place,
      method,
      path: pairs.length === 0 ? path : `${path}?${pairs.join('&')}`,
      headers: { ...headers, 'content-length': String(body.length) },
      timeout: 30_000,
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      resolve(answerOf(response));
    });
    outgoing.end(body);
  });
}

async function answerOf(response: http.IncomingMessage): Promise<Answered> {
  const { body } = await read(response);
  return { status: response.statusCode ?? 500, headers: headersOf(response), body };
}

function headersOf({ headers }: http.IncomingMessage): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => !['connection', 'transfer-encoding', 'keep-alive'].includes(name),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
