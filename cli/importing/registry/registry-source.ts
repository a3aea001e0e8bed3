import { rm } from 'node:fs/promises';
import path from 'node:path';

import { isJsonObject } from '#domain/manifest.ts';
import { asPackageName } from '#domain/package-name.ts';

import { CommandError } from '../../command/failure.ts';
import { parsedAsIs } from '../../parsed-as-is.ts';
import { checkRegistry, credentialFor } from '../../registry/credentials.ts';
import type { NpmConfig } from '../../registry/npmrc.ts';
import { sentenceOf } from '../../registry/refused.ts';
import { makeTemporaryFolder } from '../../temporary-folder.ts';
import { readDocument } from '../read-document.ts';
import type { Source, SourceVersion, TarballFile } from '../source.ts';
import { namesOf } from './list-names.ts';
import { openWeb, type Web } from './web.ts';

const LARGEST_DOCUMENT = 256 * 2 ** 20;
const LARGEST_TARBALL = 5 * 2 ** 30;

interface Asked {
  readonly url: string;
  /** Packages and scopes. */
  readonly wanted: readonly string[];
  readonly connections: number;
}

/** Any npm registry, with the credentials that npm's configuration has for it. */
export async function openRegistrySource(
  { url, wanted, connections }: Asked,
  config: NpmConfig,
): Promise<Source> {
  const registry = checkRegistry(url);
  const authorization = credentialFor(registry, config)?.authorization;
  const web = openWeb(registry, authorization, connections);
  const folder = await makeTemporaryFolder('import');
  let downloads = 0;
  return {
    title: `registry ${registry}`,
    names: async () => namesOf(registry, wanted, web),
    async read(text) {
      const name = asPackageName(text);
      if (!name) throw new CommandError('its name is no package name');
      const place = `${registry}/${name.replace('/', '%2f')}`;
      const { status, body } = await web.get(place, LARGEST_DOCUMENT);
      const document = parsedAsIs(body.toString());
      if (status === 200 && isJsonObject(document)) return readDocument(name, document);
      throw new CommandError(reasonOf(status, body, authorization !== undefined));
    },
    async tarball(_, version) {
      downloads += 1;
      return download(web, placeOf(registry, version), path.join(folder.path, `${downloads}.tgz`));
    },
    accounts: async () => [],
    async close() {
      await web.close();
      folder.remove();
    },
    discard: folder.remove,
  };
}

function reasonOf(status: number, body: Buffer, known: boolean): string {
  if (status === 404) return 'the source has no such package';
  if (status === 200) return 'the source answers with no document of a package: is it a registry?';
  const refused = status === 401 || status === 403;
  const next = refused && !known ? ': put a token for it into .npmrc, as `npm login` does' : '';
  return `the source answers: ${sentenceOf({ status, text: body.toString() })}${next}`;
}

/** Relative ones occur behind proxies. */
function placeOf(registry: string, { tarball }: SourceVersion): string {
  const url = URL.canParse(tarball, `${registry}/`) ? new URL(tarball, `${registry}/`) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw new CommandError('its tarball has no URL that can be fetched');
}

async function download(web: Web, url: string, file: string): Promise<TarballFile> {
  const { status, size } = await web.download(url, file, LARGEST_TARBALL);
  if (status === 200) return { file, size, done: async () => rm(file, { force: true }) };
  throw new CommandError(`its tarball can't be had: the source answers with status ${status}`);
}
