import * as v from 'valibot';

import type { Call } from '../command/command.ts';
import { type FoundCredential, findCredential, notLoggedIn } from './find-credential.ts';
import { type About, findRegistry, type FoundRegistry } from './find-registry.ts';
import { bodyOf, isChallenge, refused, sentenceOf, unknownAnswer } from './refused.ts';
import { type Answer, send } from './send.ts';

/** Milliseconds in which a registry has something to say. */
const SILENCE = 30_000;

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with a slash. */
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it must not be sent again where the answer is lost: it uses something up, or makes something. */
  readonly once?: boolean;
  /** Characters that the answer may have, where it is long. */
  readonly longest?: number;
}

/** A registry, as a command speaks with it. */
export interface RegistryClient {
  readonly registry: FoundRegistry;
  readonly credential: FoundCredential | undefined;
  /** What it answers; a refusal is an error that brings its sentence. A code of a second factor is asked for. */
  ask<S extends v.GenericSchema>(schema: S, asked: Asked): Promise<v.InferOutput<S>>;
  /** The answer as it is, whatever its status. */
  request(asked: Asked): Promise<Answer>;
}

interface Opening extends About {
  /** Whether there has to be a credential; without one the error says how to log in. */
  readonly login?: boolean;
}

/** The registry that the command line, the environment or the configuration mean, as whom they say. */
export async function openClient(
  call: Call,
  { login = false, ...about }: Opening = {},
): Promise<RegistryClient> {
  const registry = await findRegistry(call, about);
  const credential = await findCredential(call, registry);
  if (login && !credential) throw notLoggedIn(registry);
  return clientOf(call, registry, credential);
}

export function clientOf(
  { values, terminal }: Pick<Call, 'values' | 'terminal'>,
  registry: FoundRegistry,
  credential: FoundCredential | undefined,
): RegistryClient {
  const { otp } = values;
  // A code that was asked for is good for what follows within its half minute.
  let code = typeof otp === 'string' ? otp : undefined;
  const request = async (asked: Asked): Promise<Answer> =>
    send(toSending(registry.url, credential, asked, code));
  return {
    registry,
    credential,
    request,
    async ask(schema, asked) {
      let answer = await request(asked);
      if (isChallenge(answer) && terminal.questions) {
        code = await terminal.questions.text(sentenceOf(answer));
        answer = await request(asked);
      }
      if (answer.status >= 300) throw refused(registry.url, answer);
      const read = v.safeParse(schema, bodyOf(registry.url, answer));
      if (read.success) return read.output;
      throw unknownAnswer(registry.url);
    },
  };
}

function toSending(
  url: string,
  credential: FoundCredential | undefined,
  { method = 'GET', path, body, headers, once, longest }: Asked,
  code: string | undefined,
): Parameters<typeof send>[0] {
  const text = body && JSON.stringify(body);
  return {
    method,
    url: url + path,
    headers: {
      ...headers,
      accept: 'application/json',
      ...(credential && { authorization: credential.authorization }),
      ...(text !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
      }),
      ...(code !== undefined && { 'npm-otp': code }),
    },
    ...(text !== undefined && { body: text }),
    silence: SILENCE,
    ...(once !== undefined && { once }),
    ...(longest !== undefined && { longest }),
  };
}
