import * as v from 'valibot';

import { asPackageName, type PackageName } from '#domain/package-name.ts';
import { versionOfTarball } from '#domain/publish-document.ts';
import { parseRequestPath } from '#domain/request-path.ts';
import type { Version } from '#domain/version.ts';

import { LONGEST_AGENT } from './agent-length.ts';

/** Values are texts; numbers too, as far as is known. */
const Text = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

const EdgeLogLine = v.object({
  date: v.pipe(v.string(), v.isoDate()),
  'c-ip': v.string(),
  'cs-method': v.string(),
  'cs-uri-stem': v.string(),
  'sc-status': Text,
  'cs(User-Agent)': v.string(),
  'sc-range-start': v.optional(Text),
});

/** What the log of an edge is asked for: no more of a request than counting takes. */
export const EDGE_LOG_FIELDS: readonly string[] = Object.keys(EdgeLogLine.entries);

/** A tarball that the edge handed out itself. */
export interface EdgeDownload {
  readonly name: PackageName;
  readonly version: Version;
  /** `2026-11-21`, UTC. */
  readonly day: string;
  readonly agent: string;
  readonly address: string;
}

/**
 * What a line of an edge's log, as JSON, tells of a download; undefined where it is of none. Throws for what is no such
 * line. The bytes of a tarball come through the edge from its cache or from the bucket of public copies alone: the
 * registry answers by a redirect, which it counts itself. So a whole answer is one that nobody has counted, wherever
 * the edge had it from.
 */
export function edgeDownload(line: string): EdgeDownload | undefined {
  const fields = v.parse(EdgeLogLine, JSON.parse(line));
  if (fields['cs-method'] !== 'GET' || !isBeginning(fields)) return undefined;
  const tarball = tarballAt(fields['cs-uri-stem']);
  if (!tarball) return undefined;
  const agent = decoded(fields['cs(User-Agent)']).slice(0, LONGEST_AGENT);
  return { ...tarball, day: fields.date, agent, address: fields['c-ip'] };
}

/** By whatever spelling of its path. */
function tarballAt(path: string): Pick<EdgeDownload, 'name' | 'version'> | undefined {
  const [text = '', dash, file = '', ...more] = parseRequestPath(path) ?? [];
  const name = dash === '-' && more.length === 0 ? asPackageName(text) : undefined;
  const version = name && versionOfTarball(name, file);
  return name && version && { name, version };
}

/** All of it, or its first part. */
const isBeginning = (fields: v.InferOutput<typeof EdgeLogLine>): boolean =>
  fields['sc-status'] === '200' ||
  (fields['sc-status'] === '206' && fields['sc-range-start'] === '0');

/** Logs write blanks as `%20`; who sends what can't be decoded is called what they sent. */
function decoded(agent: string): string {
  try {
    return decodeURIComponent(agent);
  } catch {
    return agent;
  }
}
