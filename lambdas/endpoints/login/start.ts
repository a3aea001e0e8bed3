import { RegistryError } from '#domain/errors.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { beginWebSession } from '#http/sso/web-sessions.ts';

/**
 * The first request of `npm login` and `pnpm login`, and of `yarn npm login --web-login`, which sends no body. A
 * 404 makes all of them ask for a user name and a password. A token that a client still sends means nothing.
 */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/login',
  summary: 'Begin a login in a browser, where a provider is configured',
  permission: 'anyone',
  limit: 'login',
  stores: ['web-sessions:write', 'sso'],
});

export const handle = endpoint(route, async ({ request, services }) => {
  if (!services.signIn) {
    throw new RegistryError(
      'not_found',
      'this registry has no login in a browser: log in with a user name and a password',
    );
  }
  const { pageUrl, doneUrl } = await beginWebSession({ purpose: 'login' }, request, services);
  return json({ loginUrl: pageUrl, doneUrl });
});
