import { setTimeout as sleep } from 'node:timers/promises';

import { isJsonObject } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';

import { parsedAsIs } from '../parsed-as-is.ts';
import { type Answer, send } from '../registry/send.ts';
import { type Asking, escaped } from './look.ts';

/** Milliseconds: between two looks, growing; for one; for all. */
const PAUSE = { first: 250, longest: 4000 };
const PATIENCE = 20_000;
const BOUND = 60_000;
/** Of a document, in characters. */
const LARGEST = 256 * 1024 * 1024;

/** What a client reads when it installs, which may be some seconds old behind a cache. */
const INSTALL = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';

/**
 * Waits until the version can be installed: the document that clients read names it, and its tarball is there. Whether
 * that is so within a minute; also where nobody may tell us, as a token that only publishes can't look.
 */
export async function canBeInstalled(
  asking: Asking,
  name: PackageName,
  version: Version,
): Promise<boolean> {
  const end = Date.now() + BOUND;
  for (let pause = PAUSE.first; ; pause = Math.min(pause * 2, PAUSE.longest)) {
    const seen = await looked(asking, name, version).catch(() => false);
    if (seen) return true;
    if (Date.now() + pause > end) return false;
    await sleep(pause);
  }
}

async function looked(asking: Asking, name: PackageName, version: Version): Promise<boolean> {
  const document = await get(asking, `${asking.registry}/${escaped(name)}`, 'GET');
  if (document.status === 401 || document.status === 403) return true;
  if (document.status !== 200) return false;
  const tarball = tarballOf(parsedAsIs(document.text), version);
  // It may lie elsewhere: then it is there.
  return tarball !== undefined && (await get(asking, tarball, 'HEAD')).status < 400;
}

async function get(
  { registry, authorization }: Asking,
  url: string,
  method: 'GET' | 'HEAD',
): Promise<Answer> {
  // The tarball may be at somebody else's, who gets no token.
  const own = authorization !== undefined && new URL(url).origin === new URL(registry).origin;
  return send({
    method,
    url,
    headers: {
      accept: INSTALL,
      ...(method === 'GET' && { 'accept-encoding': 'gzip' }),
      ...(own && { authorization }),
    },
    silence: PATIENCE,
    longest: LARGEST,
    once: true,
  });
}

function tarballOf(document: unknown, version: Version): string | undefined {
  let found = document;
  for (const key of ['versions', version, 'dist', 'tarball']) {
    found = isJsonObject(found) ? found[key] : undefined;
  }
  return typeof found === 'string' ? found : undefined;
}
