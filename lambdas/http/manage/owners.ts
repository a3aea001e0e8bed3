import { ownersChange, withoutOwner, withOwner } from '#domain/owners.ts';
import type { Package } from '#domain/package.ts';
import { auditOf } from '#http/audit.ts';
import type { Editing } from '#http/edit-package.ts';
import { findPerson } from '#http/people.ts';
import { updatePackage } from '#http/update-package.ts';
import { isOfOrg } from '#store/orgs.ts';

/** Makes a user an owner. */
export async function addOwner(call: Editing, user: string): Promise<Package> {
  const person = await findPerson(call.services.table, user);
  return updatePackage(call, 'manage', async (pkg) => {
    const owners = withOwner(pkg, person);
    const audit = auditOf(call, 'owner-add', { user: person.name }, ownersChange(pkg, owners));
    return { before: pkg, after: { ...pkg, owners }, audit };
  });
}

/** Takes a package away from one of its owners. */
export async function removeOwner(call: Editing, user: string): Promise<Package> {
  const ofOrg = await isOfOrg(call.services.table, call.params.package);
  return updatePackage(call, 'manage', async (pkg) => {
    const owners = withoutOwner(pkg, user, ofOrg);
    const audit = auditOf(call, 'owner-remove', { user }, ownersChange(pkg, owners));
    return { before: pkg, after: { ...pkg, owners }, audit };
  });
}
