import { type FoundRegistry, findRegistry } from '../../registry/find-registry.ts';
import { readNpmConfig } from '../../registry/npmrc.ts';
import { announceAhead } from '../announce-ahead.ts';
import { type PublishCredential, publishCredential } from '../credential.ts';
import { publishConfigOf } from '../destination.ts';
import type { Driver, NamedPackage, Plan, PublishCall, Source } from '../driver.ts';
import { findVersion } from '../look.ts';
import { stages } from '../publish-to.ts';
import { goesInParts } from '../uploading/announcement.ts';
import { planAt } from './plan-at.ts';

/** Publishes to a Pantry registry, and to any other that speaks npm's protocol. */
export const pantryDriver = (call: PublishCall): Driver => ({
  name: 'pantry',
  plan: async (source) => plan(call, source),
  async isThere(named) {
    const { registry, as } = await doorFor(call, named);
    const asking = { registry: registry.url, authorization: as.credential?.authorization };
    return (await findVersion(asking, named.name, named.version)) !== undefined;
  },
});

async function plan(call: PublishCall, source: Source): Promise<Plan> {
  const { packed } = source;
  const config = await readNpmConfig(call.cwd, call.env);
  const { registry, as } = await doorFor(call, { ...packed, folder: source.folder });
  const own = publishConfigOf(packed.packageJson);
  const otp = call.values.otp ?? config('otp');
  const { url } = registry;
  const asking = { registry: url, authorization: as.credential?.authorization };
  // A dry run begins nothing.
  const parts = goesInParts(packed) && call.values['dry-run'] !== true;
  return planAt(call, source, {
    driver: 'pantry',
    registry: url,
    as,
    own,
    config,
    otp,
    ahead: async () => announceAhead(asking, packed, { stage: stages(call), parts }),
  });
}

interface Door {
  readonly registry: FoundRegistry;
  readonly as: PublishCredential;
}

async function doorFor(call: PublishCall, about: Omit<NamedPackage, 'version'>): Promise<Door> {
  const publishConfig = publishConfigOf(about.packageJson);
  const registry = await findRegistry(call, { name: about.name, publishConfig });
  return { registry, as: await publishCredential(call, registry, about) };
}
