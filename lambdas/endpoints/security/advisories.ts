import * as v from 'valibot';

import { notFound } from '#domain/errors.ts';
import { asPackageName } from '#domain/package-name.ts';
import { endpoint } from '#http/endpoint.ts';
import { parse, readJson } from '#http/input.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { claimedAmong } from '#store/packages.ts';

/** Versions that an application has, by package. */
const Installed = v.record(v.string(), v.array(v.string()));

/** `npm install`, and `audit` of npm, pnpm, yarn 4, bun and deno. npm and bun compress what they send. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/npm/v1/security/advisories/bulk',
  summary: 'Find known vulnerabilities of versions',
  permission: 'visitor',
  body: 'stream',
  stores: ['packages:read', 'upstream:ask'],
});

export const handle = endpoint(route, async ({ request, services }) => {
  const { upstreams } = services;
  if (!upstreams) throw notFound('a source of advisories (this registry has no upstream)');
  const installed = parse(Installed, await readJson(request), 'body');
  const names = Object.keys(installed)
    .map(asPackageName)
    .filter((name) => name !== undefined)
    .filter((name) => upstreams.serves(name));
  const own = await claimedAmong(services.table, names);
  // Names that somebody has here are nobody else's business.
  const asked = names.filter((name) => !own.has(name));
  if (asked.length === 0) return json({});
  const versions = Object.fromEntries(asked.map((name) => [name, installed[name] ?? []]));
  return json(await upstreams.advisories(versions));
});
