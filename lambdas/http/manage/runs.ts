import { runTokenSummary } from '#domain/ci/run-token.ts';
import { notFound } from '#domain/errors.ts';
import { auditOf } from '#http/audit.ts';
import type { Editing } from '#http/edit-package.ts';
import { revokeRunToken } from '#http/revoke-token.ts';
import { listRunTokens } from '#store/ci/run-tokens.ts';

/** Lets a CI run publish no more. */
export async function revokeRun(call: Editing, key: string): Promise<void> {
  const { params, services } = call;
  const tokens = await listRunTokens(services.table, params.package, services.now());
  const token = tokens.find((each) => each.key === key);
  if (!token) throw notFound(`a run ${key} that can publish ${params.package}`);
  const audit = auditOf(call, 'run-revoke', { key }, { before: runTokenSummary(token) });
  await revokeRunToken(token, audit, services);
}
