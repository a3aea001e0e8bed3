import { isJsonObject } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import { distOf, type UpstreamDist } from '#domain/upstream/rewrite-document.ts';
import type { Version } from '#domain/version.ts';

import { readInto } from './byte-limit.ts';
import type { UpstreamClient, UpstreamResponse } from './client.ts';
import { unpack } from './receive-document.ts';

/** Milliseconds, and bytes of one version's manifest. */
const PATIENCE = 10_000;
const LARGEST = 16 * 1024 * 1024;

/**
 * What an upstream says of one version's tarball, asked for by itself. Undefined where it does not say so: not every
 * registry answers for single versions, and its document is asked for then.
 */
export async function askForDist(
  client: UpstreamClient,
  name: PackageName,
  version: Version,
): Promise<UpstreamDist | undefined> {
  const response = await client.version(name, version, AbortSignal.timeout(PATIENCE));
  if (response.status !== 200) {
    await response.body.dump();
    return undefined;
  }
  const manifest = parse(Buffer.concat(await Array.fromAsync(unpacked(response))).toString());
  const isIt =
    isJsonObject(manifest) && manifest['name'] === name && manifest['version'] === version;
  return isIt ? distOf(manifest) : undefined;
}

function unpacked({ headers, body }: UpstreamResponse): AsyncIterable<Uint8Array> {
  const source = headers['content-encoding'] === 'gzip' ? unpack(body) : body;
  return readInto(source, LARGEST, () => {});
}

/** What is no JSON says nothing. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
