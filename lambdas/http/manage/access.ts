import { type AccessChange, changedAccess } from '#domain/package-access.ts';
import type { Package } from '#domain/package.ts';
import { auditOf } from '#http/audit.ts';
import type { Editing } from '#http/edit-package.ts';
import { updatePackage } from '#http/update-package.ts';

/** Makes a package public or private, or asks a second factor of who writes to it. */
export const changeAccess = async (call: Editing, change: AccessChange): Promise<Package> =>
  updatePackage(call, 'manage', async (pkg) => {
    const changed = changedAccess(pkg, change);
    if (!changed) return undefined;
    const { action, before, after } = changed;
    return { before: pkg, after: changed.pkg, audit: auditOf(call, action, {}, { before, after }) };
  });
