import { notFound } from '#domain/errors.ts';
import { changeAdvisories } from '#http/change-advisories.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/packages/{package}/advisories/{id}',
  summary: 'Take an advisory back',
  permission: 'advise',
  limit: 'publish',
  stores: ['advisories:write'],
});

export const handle = endpoint(route, async (call) => {
  const { params } = call;
  await changeAdvisories(call, (list) => {
    const before = list.find(({ id }) => id === params.id);
    if (!before) throw notFound(`advisory "${params.id}" of ${params.package}`);
    return {
      list: list.filter((each) => each !== before),
      action: 'advisory-remove',
      detail: { id: params.id },
      change: { before: { ...before } },
    };
  });
  return json({ ok: true });
});
