import { conflict, forbidden, notFound } from '#domain/errors.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { CANARY, type UserName } from '#domain/user.ts';
import { isAdminByProvider } from '#http/admin-by-provider.ts';
import { auditOf } from '#http/audit.ts';
import { forgetUsers } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { saveAdmin } from '#store/user-writes.ts';
import { findUser } from '#store/users.ts';

interface Changing {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Makes somebody an admin of the registry, or takes that back. Nobody does either to themselves: one always stays. */
export async function changeAdmin(call: Changing, name: UserName, admin: boolean): Promise<void> {
  const { principal, services } = call;
  const user = await findUser(services.table, name);
  if (!user) throw notFound(`user "${name}"`);
  if (name === principal.name) {
    throw forbidden('nobody changes their own adminship: ask another admin of the registry');
  }
  if (name === CANARY) throw forbidden(`${CANARY} is the registry's own user, and no admin`);
  if (user.admin === admin) return;
  // What a provider says is said again at the next sign-in.
  if (!admin && (await isAdminByProvider(user, services.table))) {
    throw conflict(
      `${name} is an admin because the sign-in provider says so, and would be one again at the next sign-in: take it away there, or unlink their sign-in first`,
    );
  }
  const audit = {
    ...auditOf(call, 'admin-change', {}, { before: { admin: user.admin }, after: { admin } }),
    at: services.now().toISOString(),
    subject: `user:${name}`,
  };
  if (!(await saveAdmin(services.table, { user, admin, by: principal.name }, audit))) {
    throw conflict(`the account of ${name}, or your own, was changed just now: look again`);
  }
  forgetUsers(services);
}
