import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

type Claims = Readonly<Record<string, unknown>>;

/** Who signs ID tokens, by whatever process its keys are shown. */
export interface Signer {
  readonly url: string;
  /** A token of these claims; what is `undefined` among them is left out. */
  sign(claims: Claims, options?: Signing): string;
}

/** A service that signs ID tokens, with real keys, on this machine. */
export interface Issuer extends Signer {
  /** Paths that were asked for. */
  readonly requests: string[];
  /** From now on it signs with another key, and shows only that. */
  rotate(): void;
  /** Answers like this in place of its keys, until called without. */
  answer(listener?: RequestListener): void;
  /** With which another process signs in its name. */
  hand(): HandedSigner;
  stop(): void;
}

/** A signer as text can carry it. */
export interface HandedSigner {
  readonly url: string;
  readonly kid: string;
  readonly privateKey: string;
}

export function receiveSigner({ url, kid, privateKey: pem }: HandedSigner): Signer {
  const privateKey = createPrivateKey(pem);
  const keys = { kid, privateKey, publicKey: createPublicKey(pem) };
  return { url, sign: (claims, options) => sign({ iss: url, ...claims }, keys, options) };
}

export interface Signing {
  readonly alg?: 'RS256' | 'RS512' | 'HS256' | 'none';
  readonly kid?: string;
  /** Signs with the key of another. */
  readonly key?: KeyObject;
}

interface Pair {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function pair(): Pair {
  return { kid: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** Starts one. */
export async function startIssuer(): Promise<Issuer> {
  let current = pair();
  let instead: RequestListener | undefined;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (instead) {
      instead(request, response);
      return;
    }
    const { kid, publicKey } = current;
    // Without `alg`, which a key need not say: what is allowed is not the key's to decide.
    const key = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [key] }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    sign: (claims, options) => sign({ iss: url, ...claims }, current, options),
    rotate() {
      current = pair();
    },
    answer(listener) {
      instead = listener;
    },
    hand: () => ({
      url,
      kid: current.kid,
      privateKey: current.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    }),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function sign(
  claims: Claims,
  { kid, publicKey, privateKey }: Pair,
  { alg = 'RS256', kid: named = kid, key = privateKey }: Signing = {},
): string {
  const content = `${encode({ alg, kid: named, typ: 'JWT' })}.${encode(claims)}`;
  if (alg === 'none') return `${content}.`;
  if (alg === 'RS256' || alg === 'RS512') {
    const signer = createSign(alg.replace('RS', 'RSA-SHA'));
    return `${content}.${signer.update(content).sign(key, 'base64url')}`;
  }
  const secret = publicKey.export({ format: 'pem', type: 'spki' });
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
