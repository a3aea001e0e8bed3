import { unavailable } from '#domain/errors.ts';
import type { Org, OrgName } from '#domain/org/org.ts';
import type { Services } from '#store/services.ts';

import { backOff } from './backoff.ts';
import { changed, type OrgChange, orgTransaction } from './org-transaction.ts';
import { findOrg } from './orgs.ts';
import { transact } from './transact.ts';

/** What is to become of an organization as it was read; undefined: nothing. Throws to refuse. */
export type OrgPlan = (org: Org | undefined) => Promise<OrgChange | undefined>;

const ATTEMPTS = 8;

/**
 * Reads the organization, asks `plan` and writes what it says if nothing of the organization changed since;
 * otherwise all over again. The organization as written, or undefined where nothing was to be done.
 */
export async function changeOrg(
  stores: Pick<Services, 'table' | 'now'>,
  name: OrgName,
  plan: OrgPlan,
): Promise<Org | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const change = await plan(await findOrg(stores.table, name));
    if (!change) return undefined;
    if (await writeOrg(stores, change)) return changed(change);
    await backOff(attempt);
  }
  throw unavailable(`${name} is being changed by many at once: repeat the command`);
}

/** Whether the change was written; false: something was not as it had been read. */
export async function writeOrg(
  { table, now }: Pick<Services, 'table' | 'now'>,
  change: OrgChange,
): Promise<boolean> {
  return !(await transact(table, orgTransaction(change, now().toISOString())));
}
