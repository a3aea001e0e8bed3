import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

import { acknowledge } from '../nag/acknowledge.ts';

interface PrivateBucketProps {
  readonly name: string;
  /** How long an object that was replaced or deleted can be brought back. */
  readonly oldVersions: Duration;
  /** How long an object is kept at all. */
  readonly expires?: Duration;
  /** What is deleted is gone; nothing is ever replaced. */
  readonly unversioned?: boolean;
  /** Keys that begin like this are written so often that what they replaced goes after a day. */
  readonly busyPrefix?: string;
  /** Keys that begin like this are derived and go by themselves. */
  readonly passing?: { readonly prefix: string; readonly after: Duration };
}

/** A bucket that nobody reads without a signature, over TLS alone, and that outlives its stack. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    const { name, oldVersions, expires, busyPrefix, passing, unversioned = false } = props;
    super(scope, id, {
      bucketName: name,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: !unversioned,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          noncurrentVersionExpiration: oldVersions,
          ...(expires && { expiration: expires }),
        },
        ...(busyPrefix === undefined
          ? []
          : [{ prefix: busyPrefix, noncurrentVersionExpiration: Duration.days(1) }]),
        ...(passing === undefined
          ? []
          : [
              {
                prefix: passing.prefix,
                expiration: passing.after,
                noncurrentVersionExpiration: Duration.days(1),
              },
            ]),
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this, {
      'AwsSolutions-S1':
        'Every object is read and written on behalf of a request that the access log of the API has; logging each a second time would cost more than storing it',
    });
  }
}
