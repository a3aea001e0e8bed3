import { randomUUID } from 'node:crypto';
import * as v from 'valibot';

import { conflict, invalid } from '#domain/errors.ts';
import { checkAdministers } from '#domain/org/member.ts';
import { ORG_LIMITS, parseNewTeamName } from '#domain/org/org.ts';
import { endpoint } from '#http/endpoint.ts';
import { changeOrgAs } from '#http/org/change-org.ts';
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
  const { body, services } = call;
  const name = parseNewTeamName(body.name);
  const about = typeof body.description === 'string' ? { description: body.description } : {};
  const { org } = await changeOrgAs(call, async ({ org: current, actor }) => {
    checkAdministers(actor);
    const { teams } = current;
    if (Object.hasOwn(teams, name)) throw conflict(`there is a team "${name}" already`);
    if (Object.keys(teams).length >= ORG_LIMITS.teams) {
      throw invalid(`an organization can have up to ${ORG_LIMITS.teams} teams`);
    }
    const team = { id: randomUUID(), ...about, createdAt: services.now().toISOString() };
    return {
      after: { ...current, teams: { ...teams, [name]: team } },
      action: 'team-create',
      detail: { team: name },
      change: { after: { name, ...about } },
    };
  });
  return json({ ok: true, name, org: org.name }, 201);
});
