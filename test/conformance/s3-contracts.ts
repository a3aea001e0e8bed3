import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';

import { openBlobInventory } from '#store/aws/blob-inventory.ts';
import { openBlobs } from '#store/aws/blobs.ts';
import { openDocuments } from '#store/aws/documents.ts';
import { openReadmes } from '#store/aws/readmes.ts';
import { openUploads } from '#store/aws/uploads.ts';

import type { S3Server } from '../peers/s3-peer.ts';
import { searchArtifactContract } from '../store/aws/search-artifact-contract.ts';
import { blobsContract } from '../store/blobs-contract.ts';
import { documentsContract } from '../store/documents-contract.ts';
import { readmesContract } from '../store/readmes-contract.ts';
import { type OpenUploads, uploadsContract } from '../store/uploads-contract.ts';
import { wrongLengths } from './wrong-lengths.ts';

/** All that is kept in S3, in that server. One server a process: the adapters look for theirs in the environment. */
export function s3Contracts(server: S3Server): void {
  afterAll(async () => server.stop());
  const { name, endpoint, accessKeyId, secretAccessKey, checksSignatures } = server;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  const client = new S3Client({ endpoint, forcePathStyle: true });
  const bucket = async () => createBucket(client);

  blobsContract(name, async () => openBlobInventory(client, await bucket()));
  documentsContract(name, async () => openDocuments(await bucket()));
  readmesContract(name, async () => openReadmes(await bucket()));
  searchArtifactContract(name, async () => ({
    bucket: await bucket(),
    key: 'search/index.sqlite',
  }));
  const uploads = async () => {
    const blobs = await bucket();
    process.env['PANTRY_BLOBS_BUCKET'] = blobs;
    return { uploads: openUploads(await bucket()), blobs: openBlobs(blobs), put };
  };
  const believes = checksSignatures ? '' : ', which believes every signature';
  uploadsContract(name + believes, uploads, { checksSignatures });
  wrongLengths(name, uploads);
}

/** A new versioned bucket, as the data stack makes them. */
async function createBucket(client: S3Client): Promise<string> {
  const Bucket = `b-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return Bucket;
}

/** A store that refuses bytes may close before it has read them; its answer is then lost with the connection. */
const CLOSED_EARLY = 499;

const isClosedEarly = (error: unknown): boolean =>
  error instanceof TypeError &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(String(error.cause.code));

const put: OpenUploads['put'] = async ({ url, headers }, bytes) => {
  const body = new Uint8Array(bytes);
  const own = { ...headers, 'content-length': String(body.length) };
  try {
    return (await fetch(url, { method: 'PUT', headers: own, body })).status;
  } catch (error) {
    if (isClosedEarly(error)) return CLOSED_EARLY;
    throw error;
  }
};
