import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm whoami`, and the same of pnpm, yarn 4 and bun. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/whoami',
  summary: "Tell the caller's user name",
  permission: 'user',
  stores: [],
});

export const handle = endpoint(route, async ({ principal }) => json({ username: principal.name }));
