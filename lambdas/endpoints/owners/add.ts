import * as v from 'valibot';

import { ownersChange, withOwner } from '#domain/owners.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { findPerson } from '#http/people.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { updatePackage } from '#http/update-package.ts';

/** `pnpm owner add`; npm and yarn edit the document instead. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/package/{package}/owners',
  summary: 'Make a user an owner of a package',
  permission: 'manage',
  limit: 'publish',
  body: v.object({ user: v.string('name the user to add') }),
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const person = await findPerson(call.services.table, call.body.user);
  const after = await updatePackage(call, 'manage', async (pkg) => {
    const owners = withOwner(pkg, person);
    const audit = auditOf(call, 'owner-add', { user: person.name }, ownersChange(pkg, owners));
    return { before: pkg, after: { ...pkg, owners }, audit };
  });
  return json({ ok: true, success: true, maintainers: after.owners });
});
