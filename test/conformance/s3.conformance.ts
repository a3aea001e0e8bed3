import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';

import { openBlobInventory } from '#store/aws/blob-inventory.ts';
import { openBlobs } from '#store/aws/blobs.ts';
import { openDocuments } from '#store/aws/documents.ts';
import { openUploads } from '#store/aws/uploads.ts';

import { startMoto } from '../peers/moto.ts';
import { type S3Server, startS3Peer } from '../peers/s3-peer.ts';
import { searchArtifactContract } from '../store/aws/search-artifact-contract.ts';
import { blobsContract } from '../store/blobs-contract.ts';
import { documentsContract } from '../store/documents-contract.ts';
import { uploadsContract } from '../store/uploads-contract.ts';

/** One server a run: the adapters look for theirs in the environment. */
const SERVERS: Readonly<Record<string, () => Promise<S3Server>>> = {
  versitygw: startS3Peer,
  moto: startMoto,
};

const wanted = process.env['S3_SERVER'] ?? 'versitygw';
const start = SERVERS[wanted];
if (!start) throw new Error(`S3_SERVER is one of ${Object.keys(SERVERS).join(', ')}`);
const server = await start();
afterAll(async () => server.stop());

const { name, endpoint, accessKeyId, secretAccessKey } = server;
Object.assign(process.env, {
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
});
const client = new S3Client({ endpoint, forcePathStyle: true });

/** A new versioned bucket, as the data stack makes them. */
async function bucket(): Promise<string> {
  const Bucket = `b-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return Bucket;
}

blobsContract(name, async () => openBlobInventory(client, await bucket()));
documentsContract(name, async () => openDocuments(await bucket()));
searchArtifactContract(name, async () => ({ bucket: await bucket(), key: 'search/index.sqlite' }));
uploadsContract(name, async () => {
  const blobs = await bucket();
  process.env['PANTRY_BLOBS_BUCKET'] = blobs;
  return {
    uploads: openUploads(await bucket()),
    blobs: openBlobs(blobs),
    put: async ({ url, headers }, bytes) => {
      const body = new Uint8Array(bytes);
      return (await fetch(url, { method: 'PUT', headers, body })).status;
    },
  };
});
