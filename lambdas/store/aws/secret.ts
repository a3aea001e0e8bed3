import { sha256 } from '#domain/integrity.ts';

import { variable } from './environment.ts';
import { callJson } from './json-call.ts';

/** SHA-256 of the code that makes its user the first admin; the code itself is let go. */
export const firstAdminCode = async (): Promise<string> =>
  sha256(await readSecret(variable('PANTRY_FIRST_ADMIN_SECRET')));

/** The text of a secret, by its name or ARN. */
export async function readSecret(SecretId: string): Promise<string> {
  const answer = await callJson('secretsmanager', 'GetSecretValue', { SecretId });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Secrets Manager answers
  return (answer as { readonly SecretString: string }).SecretString.trim();
}
