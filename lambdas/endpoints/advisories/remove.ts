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
  stores: ['advisories:write'],
});

export const handle = endpoint(route, async (call) => {
  const { params } = call;
  await changeAdvisories(call, (list) => {
    const left = list.filter(({ id }) => id !== params.id);
    if (left.length === list.length) {
      throw notFound(`advisory "${params.id}" of ${params.package}`);
    }
    return { list: left, action: 'advisory-remove', detail: { id: params.id } };
  });
  return json({ ok: true });
});
