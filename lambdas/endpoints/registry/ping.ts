import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm ping`, `npm doctor`; pnpm adds `?write=true`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/ping',
  summary: 'Answer that the registry is up',
  permission: 'anyone',
  stores: [],
});

export const handle = endpoint(route, async () => json({}));
