import type { Package } from '#domain/package.ts';
import { isReadableByAnyone } from '#domain/permission.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import type { Policy } from '#store/services.ts';

/** `npm access get status`, and `npm publish` before it decides on provenance. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/package/{package}/visibility',
  summary: 'Tell whether a package is public',
  permission: 'read',
  stores: [],
});

export const handle = endpoint(route, async ({ pkg, request, services }) =>
  json({ public: pkg.visibility === 'public' && !isKeptFromLogs(pkg, request, services.policy) }),
);

/** Commands that go on to sign provenance by themselves where a CI run's repository and its package are public. */
const PUBLISHING = new Set(['publish', 'stage']);

/**
 * What signs it then writes the package's name into a log that all the world reads, and its certificate is one of the public
 * sigstore: right where anybody may read the package, and where this registry believes that certificate.
 */
function isKeptFromLogs({ visibility }: Package, { headers }: Request, policy: Policy): boolean {
  if (!PUBLISHING.has(headers['npm-command'] ?? '')) return false;
  return policy.provenance !== 'public' || !isReadableByAnyone(visibility, policy);
}
