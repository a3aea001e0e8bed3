import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';

import { sha256 } from '#domain/integrity.ts';
import { callJson } from '#store/aws/json-call.ts';
import { openSigner } from '#store/aws/kms-signer.ts';
import { openSealer } from '#store/aws/parameter-sealer.ts';
import { sendMessage } from '#store/aws/queue.ts';
import { firstAdminCode } from '#store/aws/secret.ts';

import { startMoto } from '../peers/moto.ts';
import { sealerContract } from '../store/sealer-contract.ts';
import { signerContract } from '../store/signer-contract.ts';

const moto = await startMoto();
afterAll(async () => moto.stop());
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: moto.accessKeyId,
  AWS_SECRET_ACCESS_KEY: moto.secretAccessKey,
  AWS_ENDPOINT_URL_KMS: moto.endpoint,
  AWS_ENDPOINT_URL_SSM: moto.endpoint,
  AWS_ENDPOINT_URL_SQS: moto.endpoint,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.endpoint,
});

type Json = Record<string, any>;

const ask = async (...call: Parameters<typeof callJson>): Promise<Json> =>
  (await callJson(...call)) as Json;

signerContract('KMS of moto', async () => {
  const { KeyMetadata } = await ask('kms', 'CreateKey', {
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
  });
  return openSigner(KeyMetadata.Arn);
});

const parameter = `/${randomUUID()}/sealing-key`;
sealerContract('Parameter Store of moto', async () => openSealer(parameter));

describe('SQS of moto', () => {
  test('a message arrives as it was sent', async () => {
    const { QueueUrl } = await ask('sqs', 'CreateQueue', { QueueName: randomUUID() });
    const message = { name: '@s/n', version: '1.0.0', at: '2026-01-01T00:00:00.000Z' };
    await sendMessage(QueueUrl, message);
    const { Messages } = await ask('sqs', 'ReceiveMessage', { QueueUrl });
    expect((Messages as Json[]).map(({ Body }) => JSON.parse(Body))).toEqual([message]);
  });

  test('a queue that is not there is an error, not silence', async () => {
    const nowhere = `${moto.endpoint}/123456789012/${randomUUID()}`;
    await expect(sendMessage(nowhere, {})).rejects.toThrow(/does not exist/);
  });
});

test('the code of the first admin comes from Secrets Manager, and its hash alone is kept', async () => {
  const { ARN } = await ask('secretsmanager', 'CreateSecret', {
    Name: randomUUID(),
    SecretString: '123456789012\n',
    ClientRequestToken: randomUUID(),
  });
  process.env['PANTRY_FIRST_ADMIN_SECRET'] = ARN;
  expect(await firstAdminCode()).toBe(sha256('123456789012'));
});
