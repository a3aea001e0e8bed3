import { asPackageName, type PackageName } from '#domain/package-name.ts';
import { versionOfTarball } from '#domain/publish-document.ts';
import { asVersion, type Version } from '#domain/version.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Route } from '#http/route.ts';

/** What somebody asked for that is not there, or not for them. */
export interface Missing {
  readonly name: PackageName;
  readonly version?: string;
}

/** Before a publish clients look whether there is such a package: nobody misses that one. */
const LOOKING_AHEAD = new Set(['publish', 'stage', 'trust']);

const looksAhead = (headers: Request['headers']): boolean =>
  LOOKING_AHEAD.has(headers['npm-command'] ?? '');

/** What the answer to a request says that somebody misses; whatever it is that keeps it from them. */
export function missingIn(
  { misses }: Route,
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  params: Readonly<Record<string, string>>,
  { status }: Reply,
): Missing | undefined {
  if (!misses || status !== 404 || method !== 'GET' || looksAhead(headers)) return undefined;
  const name = asPackageName(params['package'] ?? '');
  if (!name || misses === 'package') return name && { name };
  const version = versionIn(name, params);
  return version && { name, version };
}

function versionIn(
  name: PackageName,
  { file, version = '' }: Readonly<Record<string, string>>,
): Version | undefined {
  return file === undefined ? asVersion(version) : versionOfTarball(name, file);
}
