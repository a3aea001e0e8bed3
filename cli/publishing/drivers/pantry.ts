import semver from 'semver';

import { CommandError } from '../../command/failure.ts';
import { findRegistry } from '../../registry/find-registry.ts';
import { readNpmConfig } from '../../registry/npmrc.ts';
import { publishCredential } from '../credential.ts';
import { publishConfigOf } from '../destination.ts';
import type { Driver, Plan, PublishCall, Source } from '../driver.ts';
import { type Asking, findLatest, findVersion } from '../look.ts';
import type { Packed } from '../packed.ts';
import { planProvenance } from '../plan-provenance.ts';
import { publishTo } from '../publish-to.ts';
import { type Said, type Terms, termsOf } from '../terms.ts';
import { canBeInstalled } from '../wait.ts';

/** Publishes to a Pantry registry, and to any other that speaks npm's protocol. */
export const pantryDriver = (call: PublishCall): Driver => ({
  name: 'pantry',
  plan: async (source) => plan(call, source),
});

async function plan(call: PublishCall, source: Source): Promise<Plan> {
  const { values, env, cwd, terminal } = call;
  const { packed } = source;
  const { name, version } = packed;
  const own = publishConfigOf(packed.packageJson);
  const config = await readNpmConfig(cwd, env);
  const said: Said = { values, own, config };
  const terms = await termsOf(packed, said, terminal.questions);
  const registry = await findRegistry(call, { name, publishConfig: own });
  const as = await publishCredential(call, registry, { name, folder: source.folder });
  const asking = { registry: registry.url, authorization: as.credential?.authorization };
  const { access, tag } = terms;
  const provenance = await planProvenance(call, said, { asking, packed, as, access });
  const known = as.refusal ?? provenance.refusal;
  const { state, refusal } = known
    ? ({ state: 'new', refusal: known } as const)
    : await standing(asking, packed, terms);
  return {
    driver: 'pantry',
    registry: registry.url,
    name,
    version,
    tag,
    access,
    as: as.credential?.from,
    state,
    refusal,
    notes: as.notes,
    available: async () => canBeInstalled(asking, name, version),
    publish: async (sent) => {
      const otp = values.otp ?? config('otp');
      return publishTo({ call, source, terms, asking, provenance, otp }, sent);
    },
  };
}

/** Whether the version is there, and what is against it; a registry that can't be asked is against it. */
async function standing(
  asking: Asking,
  packed: Packed,
  terms: Terms,
): Promise<Pick<Plan, 'state' | 'refusal'>> {
  const { name, version, digests } = packed;
  try {
    const found = await findVersion(asking, name, version);
    if (found?.integrity === digests.integrity) return { state: 'there', refusal: undefined };
    const refusal = found ? taken(packed) : await behind(asking, packed, terms);
    return { state: 'new', refusal };
  } catch (error) {
    if (error instanceof CommandError) return { state: 'new', refusal: error };
    throw error;
  }
}

const taken = ({ name, version }: Packed): CommandError =>
  new CommandError(
    `${name}@${version} is published already, with other content: raise "version" in package.json, such as with \`npm version patch\``,
    { code: 'version_exists' },
  );

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
