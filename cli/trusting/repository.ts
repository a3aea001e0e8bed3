import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { isJsonObject, type Json } from '#domain/manifest.ts';

/** A repository of a service that hosts them. */
export interface HostedRepository {
  /** `github.com`. */
  readonly host: string;
  /** `acme/app`; groups of GitLab make it longer. */
  readonly path: string;
}

/** `git@github.com:acme/app.git`, with or without the user. */
const SCP = /^(?:[\w.-]+@)?(?<host>[\w.-]+\.[\w-]+):(?<path>[^/:].*)$/;
/** `github:acme/app` in a package.json. */
const SHORT = /^(?<service>github|gitlab):(?<path>.+)$/;

/** Reads what git, package.json and browsers call a repository; undefined where it is none of a service. */
export function parseRepository(text: string): HostedRepository | undefined {
  const trimmed = text.trim();
  const short = SHORT.exec(trimmed)?.groups;
  if (short) return toRepository(`${short['service']}.com`, short['path']);
  const scp = SCP.exec(trimmed)?.groups;
  if (scp) return toRepository(scp['host'], scp['path']);
  if (!URL.canParse(trimmed)) return undefined;
  const { protocol, hostname, pathname } = new URL(trimmed);
  return /^(?:git\+)?(?:https?|ssh):$|^git:$/.test(protocol)
    ? toRepository(hostname, pathname)
    : undefined;
}

function toRepository(
  host: string | undefined,
  text: string | undefined,
): HostedRepository | undefined {
  const path = text?.replaceAll(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  if (!host || !path || !/^[\w.-]+(?:\/[\w.-]+)+$/.test(path)) return undefined;
  return { host: host.toLowerCase(), path };
}

/** What a package.json says of its repository: a text, or an object with a URL. */
export function repositoryOf({ repository }: Json): HostedRepository | undefined {
  const url = isJsonObject(repository) ? repository['url'] : repository;
  if (typeof url !== 'string') return undefined;
  return parseRepository(/^[\w.-]+\/[\w.-]+$/.test(url) ? `github:${url}` : url);
}

/** Milliseconds for git, which reads a file. */
const PATIENCE = 10_000;

/** The repository that a checkout calls `origin`; undefined outside of one, and without git. */
export async function findOrigin(folder: string): Promise<HostedRepository | undefined> {
  const args = ['-C', folder, 'remote', 'get-url', 'origin'];
  const said = await promisify(execFile)('git', args, { timeout: PATIENCE }).catch(() => undefined);
  return said && parseRepository(said.stdout);
}
