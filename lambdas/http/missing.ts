import { asPackageName, type PackageName } from '#domain/package-name.ts';
import { versionOfTarball } from '#domain/publish-document.ts';
import { asVersion, type Version } from '#domain/version.ts';
import { CANARY_AGENT } from '#http/canary-agent.ts';
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

/** So do those that are about to change something, and our own canary. */
const looksAhead = ({ headers, query }: Asked): boolean =>
  LOOKING_AHEAD.has(headers['npm-command'] ?? '') ||
  query.has('write') ||
  headers['user-agent'] === CANARY_AGENT;

type Asked = Pick<Request, 'method' | 'headers' | 'query'>;

/** What the answer to a request says that somebody misses; whatever it is that keeps it from them. */
export function missingIn(
  { misses }: Route,
  request: Asked,
  params: Readonly<Record<string, string>>,
  { status }: Reply,
): Missing | undefined {
  if (!misses || status !== 404 || request.method !== 'GET' || looksAhead(request))
    return undefined;
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
