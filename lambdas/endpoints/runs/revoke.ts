import { runTokenSummary } from '#domain/ci/run-token.ts';
import { notFound } from '#domain/errors.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { revokeRunToken } from '#http/revoke-token.ts';
import { defineRoute } from '#http/route.ts';
import { listRunTokens } from '#store/ci/run-tokens.ts';

export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/packages/{package}/runs/{key}',
  summary: 'Let a CI run publish no more',
  permission: 'manage',
  limit: 'tokens',
  stores: ['run-tokens:list', 'run-tokens:write'],
});

export const handle = endpoint(route, async (call) => {
  const { params, pkg, services } = call;
  const tokens = await listRunTokens(services.table, pkg.name, services.now());
  const token = tokens.find(({ key }) => key === params.key);
  if (!token) throw notFound(`a run ${params.key} that can publish ${pkg.name}`);
  const change = { before: runTokenSummary(token) };
  const audit = auditOf(call, 'run-revoke', { key: token.key }, change);
  await revokeRunToken(token, audit, services);
  return json({ ok: true });
});
