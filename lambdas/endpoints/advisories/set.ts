import { AdvisoryBody, parseAdvisoryId } from '#domain/advisory.ts';
import { forbidden } from '#domain/errors.ts';
import { changeAdvisories } from '#http/change-advisories.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** Advisories of one package: they are one item of the table, which may have 400 KB. */
const MOST = 50;

export const route = defineRoute({
  method: 'PUT',
  path: '/-/v1/packages/{package}/advisories/{id}',
  summary: 'Publish an advisory, or replace it',
  permission: 'advise',
  limit: 'publish',
  body: AdvisoryBody,
  stores: ['advisories:write'],
});

export const handle = endpoint(route, async (call) => {
  const { params, body, services } = call;
  const id = parseAdvisoryId(params.id);
  const updated = services.now().toISOString();
  let advisory = { id, ...body, created: updated, updated };
  let status = 201;
  await changeAdvisories(call, (list) => {
    const before = list.find((each) => each.id === id);
    const others = list.filter((each) => each !== before);
    if (others.length >= MOST) {
      throw forbidden(`${params.package} has ${MOST} advisories already: remove one first`);
    }
    advisory = { ...advisory, created: before?.created ?? updated };
    status = before ? 200 : 201;
    const change = { ...(before && { before: { ...before } }), after: { ...advisory } };
    return { list: [...others, advisory], action: 'advisory', detail: { id }, change };
  });
  return json(advisory, status);
});
