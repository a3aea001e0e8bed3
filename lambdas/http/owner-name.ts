import { randomUUID } from 'node:crypto';

import { trustedOwnerOf } from '#domain/ci/admission.ts';
import type { TrustedOwner } from '#domain/ci/issuers.ts';
import { nextOwnerName, type OwnerName, ownerKey } from '#domain/ci/owner-name.ts';
import type { CiRun } from '#domain/ci/run.ts';
import { forgetting } from '#http/forgetting.ts';
import type { AuditEvent } from '#store/audit.ts';
import type { RenamedOwner } from '#store/ci/exchange-writes.ts';
import { findOwnerName } from '#store/ci/owner-names.ts';
import type { Services } from '#store/services.ts';

type Stores = Pick<Services, 'table' | 'now' | 'policy'>;

/** A trusted owner whose run comes under a name that it was not known by. */
export interface Renaming {
  readonly owner: TrustedOwner;
  readonly known: OwnerName | undefined;
  readonly name: OwnerName;
}

const knownNames = forgetting<OwnerName>();
/** Milliseconds for which a process takes a name that it knows for the one that is stored. */
const LIFETIME = 3_600_000;

/** Asks the table about an account once an hour, and whenever it comes under another name. */
export async function findRenaming(
  run: CiRun,
  { table, now, policy }: Stores,
): Promise<Renaming | undefined> {
  const owner = trustedOwnerOf(run, policy.trustedOwners);
  if (!owner) return undefined;
  const look = async (): Promise<OwnerName | undefined> =>
    knownNames.remember({
      owner: table,
      key: ownerKey(owner),
      lifetime: LIFETIME,
      find: async () => findOwnerName(table, owner),
    });
  if ((await look())?.name === run.owner.name) return undefined;
  // Another process may have noted it already.
  knownNames.forget(table, ownerKey(owner));
  const known = await look();
  const name = nextOwnerName(owner, known, run, now().toISOString());
  return name && { owner, known, name };
}

/** The same as it is written beside the exchange that shows it. */
export function toRenamedOwner(
  { owner, known, name }: Renaming,
  exchange: AuditEvent,
): RenamedOwner {
  const { provider, issuer, id } = owner;
  return {
    known,
    name,
    audit: {
      ...exchange,
      id: randomUUID(),
      action: known ? 'trusted-owner-renamed' : 'trusted-owner-named',
      subject: `trusted-owner:${provider}:${id}`,
      ...(known && { before: { name: known.name } }),
      after: { name: name.name },
      detail: { issuer, ...(owner.name !== undefined && { configured: owner.name }) },
    },
  };
}
