import semver from 'semver';

import { CommandError } from '../../command/failure.ts';
import type { NpmConfig } from '../../registry/npmrc.ts';
import type { Ahead } from '../announce-ahead.ts';
import type { PublishCredential } from '../credential.ts';
import type { DriverName, Plan, PublishCall, Source } from '../driver.ts';
import { type Asking, findLatest, findVersion } from '../look.ts';
import type { Packed } from '../packed.ts';
import { planProvenance } from '../plan-provenance.ts';
import { publishTo } from '../publish-to.ts';
import { type Said, type Terms, termsOf } from '../terms.ts';
import { canBeInstalled } from '../wait.ts';

/** A registry that speaks npm's protocol, and how it is spoken to. */
export interface At {
  readonly driver: DriverName;
  /** Without a slash at the end. */
  readonly registry: string;
  readonly as: PublishCredential;
  /** What the package says of publishing there. */
  readonly own: NpmConfig;
  readonly config: NpmConfig;
  /** A code of a second factor that was said for this registry. */
  readonly otp: string | undefined;
  /** What is against it beside what the registry says. */
  readonly refusal?: CommandError | undefined;
  readonly notes?: readonly string[];
  /** Announces the tarball, where nothing is against it so far. */
  readonly ahead?: () => Promise<Ahead>;
}

/** What publishing there would do. */
export async function planAt(call: PublishCall, source: Source, at: At): Promise<Plan> {
  const { driver, registry, as, own, config, otp } = at;
  const { packed } = source;
  const { name, version } = packed;
  const said: Said = { values: call.values, own, config };
  const terms = await termsOf(packed, said, call.terminal.questions);
  const asking = { registry, authorization: as.credential?.authorization };
  const { access, tag } = terms;
  const provenance = await planProvenance(call, said, { asking, packed, as, access });
  const known = at.refusal ?? as.refusal ?? provenance.refusal;
  const { state, refusal, announced } = known
    ? ({ state: 'new', refusal: known } as const)
    : await standing(asking, packed, terms, at.ahead);
  return {
    driver,
    registry,
    name,
    version,
    shipped: source,
    tag,
    access,
    as: as.credential?.from,
    state,
    refusal,
    notes: [...(at.notes ?? []), ...as.notes],
    available: async () => canBeInstalled(asking, name, version),
    publish: async (sent) =>
      publishTo({ driver, call, source, terms, asking, provenance, otp, announced }, sent),
  };
}

/** Whether the version is there, and what is against it; a registry that can't be asked is against it. */
async function standing(
  asking: Asking,
  packed: Packed,
  terms: Terms,
  announceAhead: At['ahead'],
): Promise<Pick<Plan, 'state'> & Ahead> {
  const { name, version, digests } = packed;
  try {
    const found = await findVersion(asking, name, version);
    if (found?.integrity === digests.integrity) return { state: 'there' };
    const refusal = found ? taken(packed) : await behind(asking, packed, terms);
    const ahead = refusal ? { refusal } : await announceAhead?.();
    return { state: 'new', ...ahead };
  } catch (error) {
    if (error instanceof CommandError) return { state: 'new', refusal: error };
    throw error;
  }
}

function taken({ name, version, packageJson }: Packed): CommandError {
  const data = /\+.*/.exec(String(packageJson['version']))?.[0].trim();
  const same = data === undefined ? '' : `; the build data ${data} makes no other version of it`;
  return new CommandError(
    `${name}@${version} is published already, with other content${same}: raise "version" in package.json, such as with \`npm version patch\``,
    { code: 'version_exists' },
  );
}

/** What nobody gave a tag must not make `latest` older. */
async function behind(
  asking: Asking,
  { name, version }: Packed,
  { tagged }: Terms,
): Promise<CommandError | undefined> {
  if (tagged) return undefined;
  const latest = await findLatest(asking, name);
  if (latest === undefined || !semver.valid(latest) || semver.lt(latest, version)) return undefined;
  return new CommandError(
    `latest is ${latest}, and would be the older ${version}: say under which tag it goes, such as --tag release-${semver.major(version)}`,
  );
}
