import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import tls from 'node:tls';

import { ProxyError, SilentError } from './persist.ts';
import { type Proxy, proxyFor } from './proxy.ts';

export interface Opening {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for which nothing may move. */
  readonly silence: number;
  /** Connections that are kept; a proxy gets one for each request. */
  readonly agent?: http.Agent;
}

/** Begins a request, through the proxy where there is one. An answer of status 407 is the proxy's: `refusedBy`. */
export async function openRequest(
  url: string,
  { method, headers, silence, agent }: Opening,
): Promise<http.ClientRequest> {
  const target = new URL(url);
  const proxy = await proxyFor(target);
  const options = { method, headers, timeout: silence };
  return silenced(
    proxy
      ? await throughProxy(proxy, target, options)
      : modulesOf(target).request(target, { ...options, ...(agent && { agent }) }),
    silence,
  );
}

const modulesOf = ({ protocol }: URL): typeof http | typeof https =>
  protocol === 'https:' ? https : http;

function silenced(request: http.ClientRequest, silence: number): http.ClientRequest {
  const silent = new SilentError(`it said nothing for ${Math.round(silence / 1000)} seconds`);
  let response: http.IncomingMessage | undefined;
  return request
    .once('response', (begun) => {
      response = begun;
    })
    .on('timeout', () => {
      // Who reads an answer that has begun hears of it there.
      response?.destroy(silent);
      request.destroy(silent);
    });
}

interface Options {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number;
}

/** What goes over https goes through a tunnel, of which a proxy sees the host alone. */
async function throughProxy(
  proxy: Proxy,
  target: URL,
  options: Options,
): Promise<http.ClientRequest> {
  if (target.protocol === 'https:') {
    const socket = await openTunnel(proxy, target, options.timeout);
    // An address is no name to ask for, but the one that a certificate must have.
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const servername = isIP(host) ? {} : { servername: host };
    return https.request(target, {
      ...options,
      // Of an agent, of which there is none here.
      defaultPort: 443,
      // Over a socket that is there, its own `timeout` does not count.
      createConnection: () =>
        tls.connect({ socket, host, ...servername }).setTimeout(options.timeout),
    });
  }
  return modulesOf(proxy.url).request(placeOf(proxy), {
    ...options,
    agent: false,
    path: target.href,
    headers: { ...options.headers, host: target.host, ...authorizationFor(proxy) },
  });
}

async function openTunnel(proxy: Proxy, target: URL, timeout: number): Promise<Socket> {
  const place = `${target.hostname}:${target.port || 443}`;
  const request = modulesOf(proxy.url).request(placeOf(proxy), {
    method: 'CONNECT',
    agent: false,
    path: place,
    headers: { host: place, ...authorizationFor(proxy) },
    timeout,
  });
  return new Promise((resolve, reject) => {
    const sorry = (error: Error): void =>
      reject(error instanceof SilentError ? error : new Error(`${named(proxy)}: ${error.message}`));
    silenced(request, timeout).once('error', sorry);
    request.once('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      if (statusCode === 200) {
        socket.setTimeout(0);
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      } else {
        socket.destroy();
        reject(refusal(proxy, statusCode));
      }
    });
    request.end();
  });
}

/** Why there is no answer where a proxy wants to know who one is. */
export async function refusedBy(url: string): Promise<Error> {
  const proxy = await proxyFor(new URL(url));
  return proxy ? refusal(proxy, 407) : new Error('it answers with status 407');
}

const refusal = (proxy: Proxy, status: number): Error =>
  new ProxyError(
    status === 407
      ? `${named(proxy)} wants a name and password: write it as http://name:password@${proxy.url.host}`
      : `${named(proxy)} answers with status ${status}`,
  );

const named = ({ url, from }: Proxy): string => `the proxy ${url.host} (${from})`;

/** Its own name and password are not for a URL of a request. */
const placeOf = ({ url: { origin } }: Proxy): string => origin;

function authorizationFor(proxy: Proxy): Record<string, string> {
  const { username, password } = proxy.url;
  if (username === '' && password === '') return {};
  const said = [username, password].map((text) => decoded(text, proxy)).join(':');
  return { 'proxy-authorization': `Basic ${Buffer.from(said).toString('base64')}` };
}

function decoded(text: string, proxy: Proxy): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ProxyError(
      `the URL of ${named(proxy)} has a % in its name or password that escapes nothing: write %25 for it`,
    );
  }
}
