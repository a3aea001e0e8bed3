import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { advisoriesFor } from '#http/find-advisories.ts';
import { parse, readJson } from '#http/input.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** Versions that an application has, by package. */
const Installed = v.record(v.string(), v.array(v.string()));

/** `npm install`, and `audit` of npm, pnpm, yarn 4, bun and deno. npm and bun compress what they send. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/npm/v1/security/advisories/bulk',
  summary: 'Find known vulnerabilities of versions',
  permission: 'visitor',
  body: 'stream',
  stores: ['orgs:read', 'packages:read', 'advisories:read', 'upstream:ask'],
});

export const handle = endpoint(route, async (call) => {
  const installed = parse(Installed, await readJson(call.request), 'body');
  return json(Object.fromEntries(await advisoriesFor(call, installed)));
});
