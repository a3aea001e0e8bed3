import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll } from 'vitest';

import { type Authority, createAuthority, type Identity } from '../../sigstore/authority.ts';
import { tufRepository } from '../../sigstore/tuf-repository.ts';

/** Hosts of the public sigstore that npm has in its code. */
const UPDATES = 'tuf-repo-cdn.sigstore.dev';
const CERTIFICATES = 'fulcio.sigstore.dev';
const LOG = 'rekor.sigstore.dev';

/** The public sigstore on this machine, and a CI service that has tokens. */
export interface StandIn {
  readonly authority: Authority;
  /** Leads npm to it in the place of the public sigstore. */
  readonly environment: Readonly<Record<string, string>>;
  /** Puts the root that it is believed by where npm keeps what it knows of the public sigstore. */
  prepare(home: string): void;
  /** `host/path` of what it was asked. */
  readonly asked: readonly string[];
}

/** Whoever asks for a certificate gets one of this identity. */
export async function startStandIn(identity: () => Identity): Promise<StandIn> {
  const authority = await createAuthority();
  const repository = tufRepository({ 'trusted_root.json': authority.trustRoot });
  const asked: string[] = [];
  const answer = async (host: string, request: IncomingMessage): Promise<string | undefined> => {
    if (host === UPDATES) return repository.files.get(request.url ?? '');
    const body: any = await json(request);
    if (host === CERTIFICATES) {
      const { content } = body.publicKeyRequest.publicKey;
      const certificates = [await authority.certify(content, identity())];
      return JSON.stringify({ signedCertificateEmbeddedSct: { chain: { certificates } } });
    }
    const { envelope, verifiers } = body.spec.proposedContent;
    const { payload, signatures } = JSON.parse(envelope);
    return JSON.stringify(
      await authority.record({ payload, sig: signatures[0].sig }, verifiers[0]),
    );
  };
  const secure = https.createServer(await ofNobody(authority), (request, response) => {
    const host = request.headers.host ?? '';
    asked.push(host + request.url);
    void reply(response, answer(host, request), request.method === 'POST' ? 201 : 200);
  });
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }, socket) => {
    socket.on('error', () => undefined);
    if (![UPDATES, CERTIFICATES, LOG].some((host) => url === `${host}:443`)) {
      asked.push(url);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    secure.emit('connection', socket);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    authority,
    asked,
    environment: {
      HTTPS_PROXY: url,
      https_proxy: url,
      // fetch() takes the proxy by this, and nobody's certificate by that.
      NODE_USE_ENV_PROXY: '1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    },
    prepare(home) {
      for (const cache of ['.npm/_tuf', '.local/share/sigstore-js']) {
        const folder = path.join(home, cache, UPDATES);
        mkdirSync(path.join(folder, 'targets'), { recursive: true });
        writeFileSync(path.join(folder, 'root.json'), repository.root);
      }
    },
  };
}

async function reply(
  response: ServerResponse,
  answer: Promise<string | undefined>,
  good: number,
): Promise<void> {
  const text = await answer;
  const headers = { 'content-type': 'application/json' };
  response.writeHead(text === undefined ? 404 : good, headers).end(text);
}

/** A certificate for TLS which nobody is to believe. */
async function ofNobody(authority: Authority) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const cert = await authority.certify(pem, { signer: 'https://nobody.test', extensions: {} });
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
}
