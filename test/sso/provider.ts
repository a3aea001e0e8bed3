import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

import { atEnd } from '../at-end.ts';

type Claims = Readonly<Record<string, unknown>>;
type Json = Record<string, any>;

/** A provider of OpenID Connect on this machine, whose people sign in with any password. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `METHOD /path` of what it was asked, in order. */
  readonly requests: string[];
  /** What it says of somebody, by their login, which is their subject too. */
  readonly people: Map<string, Claims>;
  /** Changes what it answers from now on, by the path; undefined: nothing any more. */
  change(path: string, change: ((body: Json) => Json | string) | undefined): void;
  /** A token like its own, of other claims or another header, signed by its key or another. */
  forge(token: string, change: Forgery): string;
  /** Takes no connection any more. */
  stop(): Promise<void>;
}

interface Forgery {
  readonly claims?: Claims;
  readonly header?: Claims;
  /** By a key that it does not publish. */
  readonly foreign?: boolean;
}

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** A real provider, but for what a test changes. */
export async function startProvider(): Promise<TestProvider> {
  const [own, foreign] = [newKey(), newKey()];
  const server = http.createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const [clientId, clientSecret] = ['pantry', randomUUID()];
  const requests: string[] = [];
  const people = new Map<string, Claims>();
  const changes = new Map<string, (body: Json) => Json | string>();
  const provider = new Provider(issuer, {
    clients: [
      { client_id: clientId, client_secret: clientSecret, redirect_uris: [`${issuer}/unused`] },
    ],
    jwks: { keys: [{ ...own.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomUUID()] },
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups', 'realm_access'],
      email: ['email', 'email_verified'],
    },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people.get(accountId) }),
    }),
    pkce: { required: () => true },
    ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 60, IdToken: 60 },
  });
  // The registry's port is not known before it has started, for which it wants the provider's.
  provider.Client.prototype.redirectUriAllowed = (uri: string) =>
    uri.endsWith('/-/v1/login/callback');
  provider.use(async (context, next) => {
    requests.push(`${context.method} ${context.path}`);
    await next();
    const body = context.body as Json;
    const change = changes.get(context.path);
    if (change && context.status === 200) context.body = change(body);
  });
  server.on('request', provider.callback());
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  atEnd(stop);
  return {
    issuer,
    clientId,
    clientSecret,
    requests,
    people,
    change(path, change) {
      if (change) changes.set(path, change);
      else changes.delete(path);
    },
    forge(token, change) {
      const [header, claims] = token.split('.', 2).map((part) => JSON.parse(atob64(part)));
      const parts = [
        { ...header, ...change.header },
        { ...claims, ...change.claims },
      ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
      const text = parts.join('.');
      if (change.header?.['alg'] === 'none') return `${text}.`;
      const signature = sign('sha256', Buffer.from(text), change.foreign ? foreign : own);
      return `${text}.${signature.toString('base64url')}`;
    },
    stop,
  };
}

const atob64 = (text: string): string => Buffer.from(text, 'base64url').toString();
