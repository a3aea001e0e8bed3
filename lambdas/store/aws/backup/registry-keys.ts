import { AwsError } from '#store/aws/call.ts';
import { callJson } from '#store/aws/json-call.ts';
import { readPublicKey } from '#store/aws/kms-signer.ts';
import { BackupError } from '#store/backup/backup-error.ts';
import type { SecretKeys } from '#store/backup/registry-sides.ts';
import type { PublicKey } from '#store/signer.ts';

import type { AwsClients } from './clients.ts';

/** Keys of a registry, by the name that its stacks have. */
export interface RegistryKeys {
  readonly publicKeys: () => Promise<readonly PublicKey[]>;
  /** Without the signing key, which never leaves KMS. */
  readonly secretKeys: () => Promise<SecretKeys>;
  /** Says which could not be taken. */
  readonly keep: (keys: SecretKeys) => Promise<readonly (keyof SecretKeys)[]>;
}

export function openRegistryKeys(clients: AwsClients, registry: string): RegistryKeys {
  const alias = `alias/${registry}-signing`;
  const Name = `/${registry}/sealing-key`;
  const findSealing = async (): Promise<string | undefined> => {
    try {
      const input = { Name, WithDecryption: true };
      const answer = await callJson('ssm', 'GetParameter', input, await clients.identity());
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Parameter Store answers
      return (answer as { readonly Parameter: { readonly Value: string } }).Parameter.Value;
    } catch (error) {
      if (isNamed(error, 'ParameterNotFound')) return undefined;
      throw error;
    }
  };
  return {
    async publicKeys() {
      try {
        return [await readPublicKey(alias, await clients.identity())];
      } catch (error) {
        if (!isNamed(error, 'NotFoundException')) throw error;
        throw new BackupError(
          `there is no signing key ${alias}: say with --name what the registry is called in cdk.json`,
          { cause: error },
        );
      }
    },
    secretKeys: async () => ({ sealing: await findSealing() }),
    async keep({ signing, sealing }) {
      const left = signing === undefined ? [] : (['signing'] as const);
      if (sealing === undefined || (await findSealing()) === sealing) return left;
      const input = { Name, Value: sealing, Type: 'SecureString', Overwrite: false };
      try {
        await callJson('ssm', 'PutParameter', input, await clients.identity());
        return left;
      } catch (error) {
        if (isNamed(error, 'ParameterAlreadyExists')) return [...left, 'sealing'];
        throw error;
      }
    },
  };
}

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof AwsError && error.name === name;
