import { randomInt } from 'node:crypto';
import { Agent, fetch as undiciFetch } from 'undici';

import { atEnd } from './at-end.ts';
import type { Target } from './target.ts';

/** The same registry, asked from another address of this machine: all of 127.0.0.0/8 is here. */
export function fromAddress(target: Target, localAddress: string): Target {
  const dispatcher = new Agent({ localAddress });
  atEnd(async () => dispatcher.close());
  const origin = target.origin.replace('localhost', '127.0.0.1');
  return {
    ...target,
    async fetch(where, init = {}) {
      const { method = 'GET', headers, body } = init;
      const response = await undiciFetch(origin + where, {
        method,
        dispatcher,
        ...(headers && { headers: Object.fromEntries(new Headers(headers)) }),
        ...(typeof body === 'string' && { body }),
      });
      // The same class by another name: the one of undici's own package.
      return new Response(await response.arrayBuffer(), {
        status: response.status,
        headers: Object.fromEntries(response.headers),
      });
    },
  };
}

/** An address that no other test comes from: of sixteen million, since tests share a registry and know nothing of each other. */
export const newAddress = (): string =>
  `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`;
