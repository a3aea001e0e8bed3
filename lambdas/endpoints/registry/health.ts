import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/health',
  summary: 'Answer that the process is alive, whatever it depends on',
  permission: 'anyone',
  stores: [],
});

export const handle = endpoint(route, async () => json({ status: 'ok' }));
