import type { PackageName } from '#domain/package-name.ts';
import type { Refusal } from '#domain/upstream/policy.ts';
import { asVersion, highestVersion } from '#domain/version.ts';
import { CANARY_AGENT } from '#http/canary-agent.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { LONGEST_REASON } from '#store/downloads/refused.ts';
import type { UpstreamDocument } from '#store/upstream/documents.ts';

/** What those are told of who count refusals; nothing where no rule refused it. */
export const refusedBy = (
  { rule, reason }: Refusal,
  name: PackageName,
  version: string,
): Pick<Reply, 'refused'> => {
  if (rule === undefined) return {};
  // It may have what a manifest says.
  const short = reason.slice(0, LONGEST_REASON).toWellFormed();
  return { refused: { name, version, rule, reason: short } };
};

/**
 * A document of which nothing is left refuses the package, by its highest version. Where something is left, clients
 * choose another version, and nobody is refused anything.
 */
export function refusedIn(
  name: PackageName,
  { keptOut, nothingLeft }: UpstreamDocument,
): Pick<Reply, 'refused'> {
  if (!keptOut || !nothingLeft) return {};
  const known = [...keptOut.keys()].map(asVersion).filter((version) => version !== undefined);
  const version = highestVersion(known);
  const refusal = version === undefined ? undefined : keptOut.get(version);
  return version !== undefined && refusal ? refusedBy(refusal, name, version) : {};
}

/** The answer as it is counted: who only looks whether something is there, and our own canary, is refused nothing. */
export function countedRefusal(reply: Reply, { method, headers }: Request): Reply {
  if (!reply.refused || (method === 'GET' && headers['user-agent'] !== CANARY_AGENT)) return reply;
  const { refused: _, ...rest } = reply;
  return rest;
}
