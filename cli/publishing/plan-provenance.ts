import { CommandError } from '../command/failure.ts';
import type { PublishCredential } from './credential.ts';
import type { PublishCall } from './driver.ts';
import { type Asking, isPublic } from './look.ts';
import type { Packed } from './packed.ts';
import { type ProvenanceFile, readProvenance } from './provenance.ts';
import { checkSigning, signProvenance } from './signing/sign-provenance.ts';
import type { Said } from './terms.ts';

/** How a version says where it was built. */
export interface ProvenancePlan {
  readonly refusal: CommandError | undefined;
  /** Signs what is to be signed: a log that all the world reads has it from then on. */
  readonly make: () => Promise<ProvenanceFile | undefined>;
}

interface About {
  readonly asking: Asking;
  readonly packed: Packed;
  readonly as: PublishCredential;
  readonly access: string | undefined;
}

/**
 * A file that was made elsewhere, or signed here where somebody said so, or where a trusted job publishes what
 * anybody may read from what anybody may read, as npm does it.
 */
export async function planProvenance(
  { values, env }: PublishCall,
  { own, config }: Said,
  about: About,
): Promise<ProvenancePlan> {
  const file = values['provenance-file'] ?? config('provenance-file');
  if (file !== undefined && values.provenance) {
    throw new CommandError('say --provenance, or --provenance-file with one made elsewhere');
  }
  if (file !== undefined) {
    const read = await readProvenance(file);
    return { refusal: undefined, make: async () => read };
  }
  const said = wanted(values, own('provenance') ?? config('provenance'));
  const make = async () => signProvenance(about.packed, env);
  if (said) return { refusal: checkSigning(env, await mayBeSeen(about)), make };
  if (said === undefined && (await isProper(env, about))) return { refusal: undefined, make };
  return { refusal: undefined, make: async () => undefined };
}

const mayBeSeen = async ({ access, asking, packed }: About): Promise<boolean> =>
  access === 'public' || (access === undefined && (await isPublic(asking, packed.name)));

const isProper = async (env: PublishCall['env'], { as, asking, packed }: About): Promise<boolean> =>
  as.publicRepository && !checkSigning(env, true) && (await isPublic(asking, packed.name));

/** Undefined where nobody said anything. */
function wanted(
  values: PublishCall['values'],
  configured: string | undefined,
): boolean | undefined {
  if (values['no-provenance']) return false;
  return values.provenance ?? (configured === undefined ? undefined : configured === 'true');
}
