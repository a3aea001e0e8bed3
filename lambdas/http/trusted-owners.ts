import { ownerKey, type TrustedOwnerSummary, trustedOwnerSummary } from '#domain/ci/owner-name.ts';
import { listOwnerNames } from '#store/ci/owner-names.ts';
import type { Services } from '#store/services.ts';

/** The accounts whose CI may claim free names, with what they are called now. */
export async function trustedOwnersNow({
  table,
  policy,
}: Pick<Services, 'table' | 'policy'>): Promise<readonly TrustedOwnerSummary[]> {
  const names = await listOwnerNames(table);
  return policy.trustedOwners.map((owner) =>
    trustedOwnerSummary(owner, names.get(ownerKey(owner))),
  );
}
