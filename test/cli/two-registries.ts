import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { atEnd } from '../at-end.ts';
import { type Client, escape, user } from '../client.ts';
import { server, type Target } from '../target.ts';
import { type Outcome, pantry } from './run.ts';

/** One's own registry and another, with an account at each. */
export interface TwoRegistries {
  readonly own: Target;
  readonly other: Target;
  readonly alice: Client;
  /** The same person at the other. */
  readonly there: Client;
  /** Somebody else at the other. */
  readonly bob: Client;
  /** What has npm take the other registry for its own. */
  readonly npmrc: (url?: string) => string;
  readonly publish: (dir: string, ...args: readonly string[]) => Promise<Outcome>;
}

export async function twoRegistries(): Promise<TwoRegistries> {
  const [own, other] = [await server(), await server()];
  const [alice, there] = [await user(own, 'alice'), await user(other, 'alice')];
  const tokens = { PANTRY_TOKEN: alice.token, NODE_AUTH_TOKEN: there.token };
  return {
    own,
    other,
    alice,
    there,
    bob: await user(other, 'bob'),
    npmrc: (url = other.url) =>
      `registry=${url}/\n//${new URL(url).host}/:_authToken=\${NODE_AUTH_TOKEN}\n`,
    publish: async (dir, ...args) =>
      pantry(dir, ['publish', ...args], { ...tokens, PANTRY_REGISTRY: own.url }),
  };
}

export const versionAt = async (client: Client, name: string, version = '1.0.0'): Promise<any> =>
  (await client.get(`/${escape(name)}`)).body?.versions?.[version];

interface FrontRequest {
  readonly method: string;
  readonly authorization: string | undefined;
  /** A code of a second factor. */
  readonly otp: unknown;
  readonly body: string;
}

export interface Front {
  readonly url: string;
  /** Of all that came. */
  readonly requests: FrontRequest[];
  /** What a request is answered with in place of the registry; undefined lets it through. */
  refuse: (request: IncomingMessage) => number | undefined;
}

/** Stands in front of a registry, and refuses what a test wants. */
export async function inFrontOf(registry: Target): Promise<Front> {
  const front: Omit<Front, 'url'> = { requests: [], refuse: () => undefined };
  const proxy = createServer((request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request;
      const body = await buffer(request);
      const { 'npm-otp': otp } = headers;
      front.requests.push({
        method,
        authorization: headers.authorization,
        otp,
        body: String(body),
      });
      const status = front.refuse(request);
      if (status !== undefined) {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: 'not today' }));
        return;
      }
      const { authorization, 'content-type': type, accept } = headers;
      const answer = await fetch(registry.url + url, {
        method,
        headers: {
          ...(authorization !== undefined && { authorization }),
          ...(type !== undefined && { 'content-type': type }),
          ...(accept !== undefined && { accept }),
        },
        ...(body.length > 0 && { body }),
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(bytes);
    })();
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => proxy.close());
  const { port } = proxy.address() as AddressInfo;
  return Object.assign(front, { url: `http://localhost:${port}` });
}
