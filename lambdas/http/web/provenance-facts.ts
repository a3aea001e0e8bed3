import { blobKey } from '#domain/integrity.ts';
import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { Provenance } from '#domain/package.ts';
import { readWhole } from '#store/blobs.ts';
import type { Services } from '#store/services.ts';
import type { ProvenanceFacts } from '#web/package/provenance.ts';

import type { ShownPackage } from './shown-package.ts';

/** What is known of where the version that is shown was built. */
export async function provenanceFacts(
  shown: ShownPackage,
  services: Pick<Services, 'blobs' | 'policy'>,
): Promise<ProvenanceFacts | undefined> {
  if (shown.from === 'upstream') {
    return isJsonObject(distOf(shown.manifest)['attestations']) ? { kind: 'claimed' } : undefined;
  }
  const { provenance } = shown.release;
  return provenance && verified(provenance, services);
}

/** Ids of the keys that signatures of the version are by. */
export function signingKeys(shown: ShownPackage): readonly string[] {
  const given: unknown =
    shown.from === 'here' ? shown.release.signatures : distOf(shown.manifest)['signatures'];
  return (Array.isArray(given) ? given : []).flatMap((each: unknown) => {
    const keyid = isJsonObject(each) ? each['keyid'] : undefined;
    return typeof keyid === 'string' ? [keyid] : [];
  });
}

export function distOf({ dist }: Json): Json {
  return isJsonObject(dist) ? dist : {};
}

async function verified(
  { integrity, repository, commit, workflow, run, runner }: Provenance,
  { blobs, policy }: Pick<Services, 'blobs' | 'policy'>,
): Promise<ProvenanceFacts> {
  const index = logIndexIn(JSON.parse((await readWhole(blobs, blobKey(integrity))).toString()));
  // Only the public log has a page to look into.
  const url =
    policy.provenance === 'public' && index !== undefined
      ? `https://search.sigstore.dev/?logIndex=${index}`
      : undefined;
  const log = index === undefined ? undefined : { index, url };
  return { kind: 'verified', repository, commit, workflow, run, runner, log };
}

/** The entry of the transparency log, as the bundle names it. */
function logIndexIn(bundle: unknown): string | undefined {
  const material = isJsonObject(bundle) ? bundle['verificationMaterial'] : undefined;
  const entries: unknown = isJsonObject(material) ? material['tlogEntries'] : undefined;
  const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
  const index = isJsonObject(first) ? first['logIndex'] : undefined;
  return typeof index === 'string' && /^\d{1,20}$/.test(index) ? index : undefined;
}
