import { createSealer, newSealingKey, parseSealingKey, type Sealer } from '#store/sealer.ts';

import { AwsError } from './call.ts';
import { variable } from './environment.ts';
import { callJson } from './json-call.ts';

/**
 * Seals with a key that Parameter Store keeps encrypted. A template can't make one: the first second factor
 * does. A process asks for it once.
 */
export function openSealer(Name = variable('PANTRY_SEALING_KEY')): Sealer {
  let known: Promise<Uint8Array> | undefined;
  return createSealer(async (purpose) => {
    known ??= readKey(Name, purpose).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  });
}

async function readKey(Name: string, purpose: 'seal' | 'unseal'): Promise<Uint8Array> {
  try {
    return await findKey(Name);
  } catch (error) {
    if (purpose === 'unseal' || !isNamed(error, 'ParameterNotFound')) throw error;
  }
  await createKey(Name);
  return findKey(Name);
}

async function findKey(Name: string): Promise<Uint8Array> {
  const answer = await callJson('ssm', 'GetParameter', { Name, WithDecryption: true });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Parameter Store answers
  const { Parameter } = answer as { readonly Parameter: { readonly Value: string } };
  return parseSealingKey(Parameter.Value, Name);
}

/** Of two who make one at once, the first does. */
async function createKey(Name: string): Promise<void> {
  const parameter = { Name, Value: newSealingKey(), Type: 'SecureString', Overwrite: false };
  try {
    await callJson('ssm', 'PutParameter', parameter);
  } catch (error) {
    if (!isNamed(error, 'ParameterAlreadyExists')) throw error;
  }
}

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof AwsError && error.name === name;
