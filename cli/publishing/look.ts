import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import { cleanVersion, type Version } from '#domain/version.ts';

import { parsedAsIs } from '../parsed-as-is.ts';
import { parsedForPeople } from '../registry/refused.ts';
import { type Answer, send } from '../registry/send.ts';

/** Who asks which registry. */
export interface Asking {
  /** Without a slash at the end. */
  readonly registry: string;
  readonly authorization: string | undefined;
}

/** Milliseconds. */
const PATIENCE = 30_000;

/** A package's name in a path. */
export const escaped = (name: PackageName): string => name.replace('/', '%2f');

export async function look({ registry, authorization }: Asking, path: string): Promise<Answer> {
  return send({
    method: 'GET',
    url: registry + path,
    headers: {
      accept: 'application/json',
      'npm-command': 'publish',
      ...(authorization !== undefined && { authorization }),
    },
    silence: PATIENCE,
  });
}

/** The answer's object; undefined where it is none, or not for us. */
async function lookFor(asking: Asking, path: string): Promise<Json | undefined> {
  const answer = await look(asking, path);
  const body = answer.status < 300 ? parsedForPeople(answer.text) : undefined;
  return isJsonObject(body) ? body : undefined;
}

/** Whether a version is there with this content, as far as one question tells: for when a request has just failed. */
export async function isThere(
  { registry, authorization }: Asking,
  name: PackageName,
  { version, integrity }: { readonly version: Version; readonly integrity: string },
): Promise<boolean> {
  const answer = await send({
    method: 'GET',
    url: `${registry}/${escaped(name)}/${version}`,
    headers: { ...(authorization !== undefined && { authorization }) },
    silence: PATIENCE,
    once: true,
  }).catch(() => undefined);
  const manifest = answer?.status === 200 ? parsedAsIs(answer.text) : undefined;
  const dist = isJsonObject(manifest) ? manifest['dist'] : undefined;
  return isJsonObject(dist) && dist['integrity'] === integrity;
}

/** Integrity and address of a version that is there. */
export interface Seen {
  readonly integrity: string | undefined;
  readonly tarball: string | undefined;
}

export async function findVersion(
  asking: Asking,
  name: PackageName,
  version: Version,
): Promise<Seen | undefined> {
  const manifest = await lookFor(asking, `/${escaped(name)}/${version}`);
  // Some registries show it as its package.json has it, build data included.
  if (!manifest || cleanVersion(String(manifest['version'])) !== version) return undefined;
  const dist = isJsonObject(manifest['dist']) ? manifest['dist'] : {};
  const { integrity, tarball } = dist;
  return {
    integrity: typeof integrity === 'string' ? integrity : undefined,
    tarball: typeof tarball === 'string' ? tarball : undefined,
  };
}

/** Which version `latest` is; undefined where nothing is. */
export async function findLatest(asking: Asking, name: PackageName): Promise<string | undefined> {
  const tags = await lookFor(asking, `/-/package/${escaped(name)}/dist-tags`);
  const latest = tags?.['latest'];
  return typeof latest === 'string' ? latest : undefined;
}

export async function isPublic(asking: Asking, name: PackageName): Promise<boolean> {
  return (await lookFor(asking, `/-/package/${escaped(name)}/visibility`))?.['public'] === true;
}

/** Whether it takes tarballs apart from their documents. */
export async function isPantry(asking: Asking): Promise<boolean> {
  return (await lookFor(asking, '/-/health'))?.['status'] === 'ok';
}
