import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type RequestListener } from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import path from 'node:path';

import { atEnd } from '../at-end.ts';
import { folder } from '../target.ts';

/** A host that nothing but the proxy knows. */
export const HOST = 'npm.company.test';

/** A proxy of a company, and what went through it. */
export interface CompanyProxy {
  readonly url: string;
  /** `CONNECT host:443`, `PUT http://host/path`. */
  readonly seen: readonly string[];
  /** All headers that it could read. */
  readonly headers: readonly IncomingMessage['headers'][];
}

/** The only way out, which leads every host to a port of this machine; `login` is what it wants to be told. */
export async function companyProxy(port: number, login?: string): Promise<CompanyProxy> {
  const seen: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const wanted = login && `Basic ${Buffer.from(login).toString('base64')}`;
  const refuses = (incoming: IncomingMessage): boolean => {
    seen.push(`${incoming.method} ${incoming.url}`);
    headers.push(incoming.headers);
    return wanted !== undefined && incoming.headers['proxy-authorization'] !== wanted;
  };
  const proxy = createServer((incoming, outgoing) => {
    if (refuses(incoming)) {
      outgoing.writeHead(407).end('<p>Who are you?</p>');
      return;
    }
    const { pathname, search } = new URL(incoming.url ?? '');
    delete incoming.headers['proxy-authorization'];
    incoming.url = pathname + search;
    passOn(port)(incoming, outgoing);
  });
  proxy.on('connect', (incoming, socket) => {
    if (refuses(incoming)) {
      socket.end('HTTP/1.1 407 Who are you\r\n\r\n');
      return;
    }
    const there = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    for (const [one, other] of [[socket, there] as const, [there, socket] as const]) {
      one.on('error', () => other.destroy());
    }
  });
  return { url: `http://127.0.0.1:${await listening(proxy)}`, seen, headers };
}

/** A server that ends TLS in front of another, as load balancers do. */
export interface Front {
  readonly port: number;
  /** The file of who is to be trusted. */
  readonly certificate: string;
}

/** Its certificate has these names, in OpenSSL's words. */
export async function behindTls(port: number, certified = `DNS:${HOST}`): Promise<Front> {
  const dir = folder();
  const [key, certificate] = [path.join(dir, 'key.pem'), path.join(dir, 'certificate.pem')];
  const made = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const names = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=${certified}`];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', ...made, ...names, ...files], { stdio: 'ignore' });
  const identity = { key: readFileSync(key), cert: readFileSync(certificate) };
  return { port: await listening(https.createServer(identity, passOn(port))), certificate };
}

const passOn =
  (port: number): RequestListener =>
  (incoming, outgoing) => {
    const { method, url: at, headers } = incoming;
    const onwards = request({ port, method, path: at, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onwards);
    // Who asked has gone, or who was asked.
    onwards.on('error', () => outgoing.destroy());
  };

async function listening(
  server: Server & { readonly closeAllConnections: () => void },
): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
