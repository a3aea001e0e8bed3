/** What a Lambda's environment must say; its stack sets it from the stores of its route. */
export type Variable =
  | 'PANTRY_DEAD_LETTERS'
  | 'PANTRY_POLICY'
  | 'PANTRY_TABLE'
  | 'PANTRY_BLOBS_BUCKET'
  | 'PANTRY_DOCUMENTS_BUCKET'
  | 'PANTRY_STAGING_BUCKET'
  | 'PANTRY_SIGNING_KEY'
  | 'PANTRY_SEALING_KEY'
  | 'PANTRY_FIRST_ADMIN_SECRET'
  | 'PANTRY_DOWNLOADS_QUEUE'
  | 'PANTRY_JOBS_QUEUE'
  | 'PANTRY_DASHBOARD'
  | 'PANTRY_PROXY';

/** The value of a variable. Throws where it is not set, which is a mistake in the stack. */
export function variable(name: Variable): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: the stack did not give this function what its route uses`);
  }
  return value;
}
