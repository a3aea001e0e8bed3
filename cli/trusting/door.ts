import * as v from 'valibot';

import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

import type { Destination } from '../publishing/destination.ts';
import { send } from '../publishing/send.ts';
import { parsed, refused } from '../registry/refused.ts';
import { CommandError } from '../usage-error.ts';
import { type Trusted, TrustedList } from './trusted.ts';

/** Whom a package of a registry trusts, for its owner. */
export interface TrustDoor {
  list(): Promise<readonly Trusted[]>;
  add(request: Json): Promise<readonly Trusted[]>;
  revoke(id: string): Promise<void>;
}

/** Milliseconds in which a registry has something to say. */
const SILENCE = 60_000;

interface Asking extends Destination {
  readonly name: PackageName;
  readonly otp: string | undefined;
}

export function openTrustDoor({ registry, authorization, name, otp }: Asking): TrustDoor {
  const ask = async (
    method: 'GET' | 'POST' | 'DELETE',
    path = '',
    body?: object,
  ): Promise<unknown> => {
    const text = body && JSON.stringify(body);
    const answer = await send({
      method,
      url: `${registry}/-/package/${name.replace('/', '%2f')}/trust${path}`,
      headers: {
        authorization,
        ...(text !== undefined && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(text)),
        }),
        ...(otp !== undefined && { 'npm-otp': otp }),
      },
      ...(text !== undefined && { body: text }),
      silence: SILENCE,
    });
    if (answer.status >= 300) throw refused(registry, answer);
    return parsed(answer.text);
  };
  return {
    list: async () => toTrusted(await ask('GET')),
    add: async (request) => toTrusted(await ask('POST', '', [request])),
    revoke: async (id) => {
      await ask('DELETE', `/${encodeURIComponent(id)}`);
    },
  };
}

function toTrusted(answer: unknown): readonly Trusted[] {
  const read = v.safeParse(TrustedList, answer);
  if (read.success) return read.output;
  throw new CommandError('the registry answers in an unknown way: is it a Pantry registry?');
}
