import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { bucketName } from '../config/bucket-names.ts';
import type { Config } from '../config/schema.ts';
import { EDGE_LOG_FUNCTION, folderOf } from '../functions/gateway-functions.ts';
import type { Grantor } from '../stacks/grantor.ts';
import { PrivateBucket } from './private-bucket.ts';
import { RegistryFunction } from './registry-function.ts';

interface EdgeLogProps {
  readonly config: Config;
  readonly grantor: Grantor;
  /** Those of downloads: what could not be counted is one thing, wherever it was noted. */
  readonly deadLetters: Queue;
}

/** An hour of a busy registry in one file. */
const LONG = Duration.minutes(10);
const MEMORY = 1024;

/** Whether an edge hands out tarballs that no function of the registry knows of. */
export const writesEdgeLog = ({ edge, reads }: Pick<Config, 'edge' | 'reads'>): boolean =>
  edge === 'cloudfront' && reads === 'anyone';

/**
 * Where the edge writes what it was asked for, and the function that counts it. The bucket is made in every registry, since it
 * stays where it was once: an edge can be turned off and on again.
 */
export class EdgeLog extends Construct {
  readonly bucket: Bucket;
  /** Of files to count, where an edge writes some. */
  readonly queue: Queue | undefined;

  constructor(scope: Construct, id: string, props: EdgeLogProps) {
    super(scope, id);
    const name = bucketName(props.config, 'edge-log');
    this.bucket = this.createBucket(name);
    if (!writesEdgeLog(props.config)) return;
    this.queue = this.createQueue(name, props);
    this.letEdgeWrite(props.config);
    this.tell(this.queue);
    new RegistryFunction(this, 'Function', {
      folder: folderOf(EDGE_LOG_FUNCTION),
      description: 'Adds up the downloads that the edge handed out',
      timeout: LONG,
      memory: MEMORY,
      ...props.grantor(new Set(['downloads:write', 'edge-log', 'job-outcomes:write'])),
    }).addEventSource(new SqsEventSource(this.queue, { batchSize: 1, maxConcurrency: 2 }));
  }

  private createQueue(bucket: string, { config, deadLetters }: EdgeLogProps): Queue {
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.minutes(12),
      // No longer than there is a file to read.
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': config.account },
          ArnEquals: { 'aws:SourceArn': `arn:aws:s3:::${bucket}` },
        },
      }),
    );
    return queue;
  }

  /** Addresses are in it: what is counted is deleted at once, and what could not be, after a day. */
  private createBucket(name: string): Bucket {
    return new PrivateBucket(this, 'Bucket', {
      name,
      oldVersions: Duration.days(1),
      expires: Duration.days(1),
      unversioned: true,
    });
  }

  private letEdgeWrite({ account }: Config): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: {
          StringEquals: {
            's3:x-amz-acl': 'bucket-owner-full-control',
            'aws:SourceAccount': account,
          },
          ArnLike: { 'aws:SourceArn': `arn:aws:logs:us-east-1:${account}:delivery-source:*` },
        },
      }),
    );
  }

  /** Has the queue told of each file. */
  private tell(queue: Queue): void {
    const { defaultChild } = this.bucket.node;
    if (!(defaultChild instanceof CfnBucket)) throw new Error('a bucket is made of one');
    defaultChild.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
    };
    // S3 looks whether it may send there.
    defaultChild.node.addDependency(queue);
  }
}
