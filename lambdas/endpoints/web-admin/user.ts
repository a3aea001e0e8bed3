import { notFound } from '#domain/errors.ts';
import { asUserName } from '#domain/user.ts';
import { isAdminByProvider } from '#http/admin-by-provider.ts';
import { packagesOwnedBy } from '#http/packages-of.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { listTokens } from '#store/tokens.ts';
import { findUser } from '#store/users.ts';
import { adminUserPage } from '#web/admin/user.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/users/{user}',
  summary: 'Show an account to admins: tokens, packages, adminship, second factor',
  permission: 'admin',
  stores: [
    'users:read',
    'tokens:list',
    'sign-ins:list',
    'search',
    'orgs:read',
    'memberships:list',
    'packages:list',
    'packages:read',
  ],
  page: true,
});

export const handle = page(route, async ({ params, principal, request, services }) => {
  const name = asUserName(params.user);
  const user = name && (await findUser(services.table, name));
  if (!user) throw notFound(`user "${params.user}"`);
  const [tokens, packages, byProvider] = await Promise.all([
    listTokens(services.table, user.name),
    packagesOwnedBy(user.name, principal, services),
    isAdminByProvider(user, services.table),
  ]);
  const { passwordHash, ...shown } = user;
  const account = adminUserPage({
    user: shown,
    byProvider,
    own: user.name === principal.name,
    password: passwordHash !== undefined,
    tokens,
    packages: Object.keys(packages),
  });
  return showPage(account, request);
});
