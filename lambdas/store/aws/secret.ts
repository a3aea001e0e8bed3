import { sha256 } from '#domain/integrity.ts';

import { variable } from './environment.ts';
import { callJson } from './json-call.ts';

/** SHA-256 of the code that makes its user the first admin; the code itself is let go. */
export async function firstAdminCode(): Promise<string> {
  const SecretId = variable('PANTRY_FIRST_ADMIN_SECRET');
  const answer = await callJson('secretsmanager', 'GetSecretValue', { SecretId });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Secrets Manager answers
  return sha256((answer as { readonly SecretString: string }).SecretString.trim());
}
