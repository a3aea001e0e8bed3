import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { createTeam } from '#http/org/teams.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm team create <org:team>`, `pnpm team create @org:team`. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/org/{org}/team',
  summary: 'Make a team of an organization',
  permission: 'user',
  limit: 'publish',
  body: v.object({
    name: v.string('name the team'),
    description: v.nullish(v.pipe(v.string(), v.maxLength(256, 'up to 256 characters'))),
  }),
  stores: ['orgs:read', 'orgs:write'],
});

export const handle = endpoint(route, async (call) => {
  const { name, description } = call.body;
  const org = await createTeam(call, name, description ?? undefined);
  return json({ ok: true, name, org: org.name }, 201);
});
