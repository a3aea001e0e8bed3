import { tfaOfPackage } from '#domain/package-access.ts';
import { accessOf } from '#domain/publish-document.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `pnpm access get status`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/package/{package}/access',
  summary: 'Tell whether a package is public or restricted',
  permission: 'read',
  stores: [],
});

export const handle = endpoint(route, async ({ pkg }) =>
  json({ access: accessOf(pkg.visibility), ...(pkg.rules?.secondFactor && tfaOfPackage(pkg)) }),
);
