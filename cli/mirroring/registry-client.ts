import http from 'node:http';
import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { isJsonObject, type Json } from '#domain/manifest.ts';
import { type PackageName, unscopedName } from '#domain/package-name.ts';
import { type Form, MEDIA_TYPE } from '#domain/packument.ts';
import type { Version } from '#domain/version.ts';

import { CommandError } from '../command/failure.ts';
import { openRequest, refusedBy } from '../registry/open-request.ts';
import { persist } from '../registry/persist.ts';
import { exitCodeOf } from '../registry/refused.ts';
import type { Source } from './tree.ts';

/** A registry as who mirrors speaks with it. */
export interface RegistryClient {
  /** Integrities by version, as a package's document has them. */
  integrities(name: PackageName, form: Form): Promise<ReadonlyMap<string, string | undefined>>;
  /** Resolves with its size, where that is told, when the registry has the tarball. */
  keep(name: PackageName, version: Version): Promise<number>;
  close(): void;
}

const unpack = promisify(gunzip);

/** Milliseconds for a document, and for a tarball that the registry may have to fetch first. */
const DOCUMENT = 120_000;
const TARBALL = 660_000;

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Speaks with it over so many connections. */
export function openRegistryClient(
  { registry, credential }: Source,
  connections: number,
): RegistryClient {
  const authorization = credential && { authorization: credential.authorization };
  const { Agent } = registry.startsWith('https:') ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const once = async (
    method: 'GET' | 'HEAD',
    url: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> => {
    const silence = method === 'HEAD' ? TARBALL : DOCUMENT;
    const all = { ...headers, ...authorization };
    const request = await openRequest(url, { method, agent, silence, headers: all });
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve).once('error', reject).end();
    });
    if (response.statusCode === 407) throw await refusedBy(url);
    const bytes = await buffer(response);
    const packed = response.headers['content-encoding'] === 'gzip' && bytes.length > 0;
    const body = packed ? await unpack(bytes) : bytes;
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  };
  return {
    async integrities(name, form) {
      const accept = form === 'full' ? 'application/json' : MEDIA_TYPE.abbreviated;
      const url = `${registry}/${name.replace('/', '%2f')}`;
      const answer = await persist(url, async () =>
        once('GET', url, { accept, 'accept-encoding': 'gzip' }),
      );
      if (answer.status !== 200) throw refusal(answer);
      return integritiesOf(parsed(answer.body));
    },
    async keep(name, version) {
      const url = `${registry}/${name}/-/${unscopedName(name)}-${version}.tgz`;
      const { status, headers } = await persist(url, async () => once('HEAD', url, {}));
      // It may lie elsewhere: then it is there.
      if (status < 400) return Number(headers['content-length'] ?? 0);
      if (status === 404) throw new CommandError('the registry does not have it');
      // Such an answer has no words; one to who wants no more than a byte has.
      throw refusal({ ...(await once('GET', url, { range: 'bytes=0-0' })), status });
    },
    close: () => agent.destroy(),
  };
}

function refusal({ status, body }: Answer): CommandError {
  const { error } = parsed(body);
  return new CommandError(typeof error === 'string' ? error : `it answers with status ${status}`, {
    exitCode: exitCodeOf(status, undefined),
  });
}

function integritiesOf({ versions }: Json): ReadonlyMap<string, string | undefined> {
  const all = Object.entries(isJsonObject(versions) ? versions : {});
  return new Map(all.map(([version, manifest]) => [version, integrityOf(manifest)]));
}

function integrityOf(manifest: unknown): string | undefined {
  const dist = isJsonObject(manifest) ? manifest['dist'] : undefined;
  const integrity = isJsonObject(dist) ? dist['integrity'] : undefined;
  return typeof integrity === 'string' ? integrity : undefined;
}

function parsed(body: Buffer): Json {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
