import { couchUser, couchUserName } from '#domain/couch-user.ts';
import { endpoint } from '#http/endpoint.ts';
import { findPerson } from '#http/people.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** The first request of `npm owner add`: is there such a user, and what goes into `maintainers`? */
export const route = defineRoute({
  method: 'GET',
  path: '/-/user/{id}',
  summary: 'Look a user up by name',
  permission: 'user',
  stores: [],
});

export const handle = endpoint(route, async ({ params, services }) =>
  json(couchUser(await findPerson(services.table, couchUserName(params.id)))),
);
