import { RegistryError } from '#domain/errors.ts';
import { endpoint } from '#http/endpoint.ts';
import { exchangeIdentity } from '#http/exchange-identity.ts';
import { json, type Reply } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/**
 * `npm publish`, `npm stage publish` and, from npm 12 on, `npm dist-tag` in CI, and so pnpm and yarn 4: the ID
 * token of the run as Bearer, no body. Of the answer they read `token`.
 */
export const route = defineRoute({
  method: 'POST',
  path: '/-/npm/v1/oidc/token/exchange/package/{package}',
  summary: 'Exchange the ID token of a CI run for a token to publish one package',
  permission: 'anyone',
  limit: 'exchange',
  stores: ['identities', 'packages:read', 'trust:read', 'trusted-owners:note', 'run-tokens:issue'],
});

export const handle = endpoint(route, async ({ params, request, services }) => {
  try {
    const { text, token } = await exchangeIdentity(params.package, request, services);
    const { createdAt: created, expiresAt: expires } = token;
    return json({ token: text, token_type: 'oidc', created, expires }, 201);
  } catch (error) {
    if (error instanceof RegistryError) return refused(error);
    throw error;
  }
});

/**
 * npm goes on without a token and says only that it has none: what is wrong is shown as a notice. pnpm looks
 * for it in `body`.
 */
const refused = ({ code, message, status, headers }: RegistryError): Reply => ({
  ...json({ error: message, message, code, body: { message } }, status),
  headers: { ...headers, 'npm-notice': printable(message) },
});

/** Headers hold no more than these, and names of repositories may hold anything. */
const printable = (message: string): string => message.replaceAll(/[^\x20-\x7e]/g, '?');
