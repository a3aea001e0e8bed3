import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

import type { Identity } from '#store/aws/signature.ts';

/** AWS as an operator's machine reaches it: region and credentials are found where every tool finds them. */
export interface AwsClients {
  readonly s3: S3Client;
  readonly dynamo: DynamoDBDocumentClient;
  /** For calls that are signed here, good for now. */
  identity(): Promise<Identity>;
  close(): void;
}

/** Milliseconds until a connection, and an answer, are given up. */
const CONNECT = 5000;
const ANSWER = 60_000;
/** A table that grows refuses for a while. */
const ATTEMPTS = 10;

export function openAwsClients(): AwsClients {
  const options = {
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT,
      requestTimeout: ANSWER,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 256 },
      httpAgent: { maxSockets: 256 },
    },
  };
  const endpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  // Other servers than Amazon's have no host for each bucket.
  const s3 = new S3Client({ ...options, forcePathStyle: endpoint !== undefined });
  const dynamo = new DynamoDBClient(options);
  return {
    s3,
    dynamo: DynamoDBDocumentClient.from(dynamo, {
      marshallOptions: { removeUndefinedValues: true },
    }),
    async identity() {
      const region = await s3.config.region();
      const { accessKeyId, secretAccessKey, sessionToken } = await s3.config.credentials();
      return { region, accessKeyId, secretAccessKey, sessionToken };
    },
    close() {
      s3.destroy();
      dynamo.destroy();
    },
  };
}
