import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';
import { claimedAmong } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { UpstreamError } from '#store/upstream/upstream-error.ts';
import type { Verdict } from '#web/admin/quarantine.ts';

interface Asked {
  readonly name: string;
  readonly version: string;
}

/** What the registry's rules say of a version, as an install would be told. */
export async function verdictOn(
  asked: Asked,
  { table, upstreams }: Pick<Services, 'table' | 'upstreams'>,
): Promise<Verdict> {
  const name = parsePackageName(asked.name);
  const version = parseVersion(asked.version);
  if ((await claimedAmong(table, [name])).has(name)) return { kind: 'own' };
  if (!upstreams?.serves(name)) return { kind: 'no-upstream' };
  try {
    return (await upstreams.refusal(name, version)) ?? { kind: 'in' };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { kind: 'unknown', reason: `The upstream could not be asked: ${error.message}.` };
  }
}
