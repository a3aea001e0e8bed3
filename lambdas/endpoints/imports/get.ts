import { endpoint } from '#http/endpoint.ts';
import { whatIsHere } from '#http/import/what-is-here.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `pantry import`, before it brings anything: what a run before it has brought, and what was here before. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/imports/{package}',
  summary: 'What is here already of a package that is to be imported',
  permission: 'admin',
  stores: ['packages:read'],
});

export const handle = endpoint(route, async ({ params, services }) =>
  json(await whatIsHere(services, params.package)),
);
