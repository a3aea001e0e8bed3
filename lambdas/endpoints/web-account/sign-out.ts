import { RegistryError } from '#domain/errors.ts';
import { hashToken } from '#domain/token.ts';
import { authenticate } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import { revokeToken } from '#http/revoke-token.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { dropSession, sessionToken } from '#http/web/session-cookie.ts';
import { goTo } from '#http/web/show-page.ts';
import type { Services } from '#store/services.ts';
import { findToken } from '#store/tokens.ts';
import { donePath, signInPath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/sign-out',
  summary: 'Sign the browser out, and revoke its token',
  permission: 'anyone',
  stores: ['tokens:read', 'tokens:write', 'users:read'],
  page: true,
});

export const handle = page(route, async ({ request, services }) => {
  await revokeSession(request, services);
  return goTo(donePath(signInPath(), 'signed-out'), dropSession(request));
});

/** A session that has ended already is none to revoke. */
async function revokeSession(request: Request, services: Services): Promise<void> {
  const text = sessionToken(request);
  const token = text === undefined ? undefined : await findToken(services.table, hashToken(text));
  if (!token) return;
  const principal = await authenticate(request, services).catch((error: unknown) => {
    if (error instanceof RegistryError && error.code === 'unauthenticated') return undefined;
    throw error;
  });
  if (principal?.kind !== 'user') return;
  await revokeToken(token, { principal, request, services });
}
