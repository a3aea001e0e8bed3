import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';

import type { S3Peer } from '../aws/s3-front.ts';
import type { Assembly } from './assembly.ts';

/** Makes the stacks' buckets at the peer, versioned where they are. */
export async function createBuckets({ resources, resolve }: Assembly, peer: S3Peer): Promise<void> {
  const { endpoint, accessKeyId, secretAccessKey } = peer;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  for (const { stack, properties } of resources('AWS::S3::Bucket')) {
    const Bucket = peer.prefix + resolve(stack, properties['BucketName']);
    await client.send(new CreateBucketCommand({ Bucket }));
    const { Status } = properties['VersioningConfiguration'] ?? {};
    if (Status === undefined) continue;
    const VersioningConfiguration = { Status };
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  client.destroy();
}
