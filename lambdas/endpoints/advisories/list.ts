import { notFound } from '#domain/errors.ts';
import { decide } from '#http/decide.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findAdvisoriesOf } from '#store/advisories.ts';
import { findPackage } from '#store/packages.ts';

/** Where clients lead to from an advisory that has no URL of its own. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/advisories',
  summary: 'List the advisories of this registry for a package',
  permission: 'visitor',
  stores: ['orgs:read', 'packages:read', 'advisories:read'],
});

export const handle = endpoint(route, async ({ params, principal, services }) => {
  const { table } = services;
  const name = params.package;
  const [pkg, { list }] = await Promise.all([
    findPackage(table, name),
    findAdvisoriesOf(table, name),
  ]);
  const { decision } = await decide(principal, 'read', { name, pkg }, services);
  const hidden = pkg && decision !== 'allow';
  // In the same words where it is somebody's secret, and where nobody has it.
  if (hidden || (!pkg && list.length === 0)) throw notFound(`package "${name}"`);
  return json({ package: name, advisories: list });
});
