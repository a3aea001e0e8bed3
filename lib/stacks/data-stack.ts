import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Domain } from 'aws-cdk-lib/aws-opensearchservice';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

import { README_DAYS } from '#store/readmes.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { bucketName } from '../config/bucket-names.ts';
import type { Config } from '../config/schema.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { createSearchDomain } from '../constructs/search-domain.ts';
import { acknowledge } from '../nag/acknowledge.ts';

/** What people published, and what is made of it. All of it stays when the stack goes. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly blobs: Bucket;
  readonly documents: Bucket;
  readonly staging: Bucket;
  readonly signingKey: Key;
  readonly firstAdminSecret: Secret;
  /** Where search is not one file among the documents. */
  readonly search: Domain | undefined;

  constructor(scope: Construct, id: string, { config, ...props }: StackProps & { config: Config }) {
    super(scope, id, props);
    this.table = createTable(this);
    this.blobs = new PrivateBucket(this, 'Blobs', {
      name: bucketName(config, 'blobs'),
      oldVersions: Duration.days(90),
    });
    this.documents = new PrivateBucket(this, 'Documents', {
      name: bucketName(config, 'documents'),
      oldVersions: Duration.days(7),
      busyPrefix: 'search/',
      passing: { prefix: 'readmes/', after: Duration.days(README_DAYS) },
    });
    if (config.edge === 'cloudfront' && config.reads === 'anyone') {
      letEdgeRead(this.documents, config.account);
    }
    this.staging = new PrivateBucket(this, 'Staging', {
      name: bucketName(config, 'staging'),
      oldVersions: Duration.days(1),
      expires: Duration.days(1),
    });
    this.search = createSearchDomain(this, config);
    this.signingKey = new Key(this, 'SigningKey', {
      alias: `${config.name}-signing`,
      description: `Signs the versions that the registry ${config.domain} vouches for`,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.firstAdminSecret = createFirstAdminCode(this);
    new CfnOutput(this, 'FirstAdminCodeSecret', {
      description:
        'aws secretsmanager get-secret-value --query SecretString --output text --secret-id',
      value: this.firstAdminSecret.secretArn,
    });
    new CfnOutput(this, 'Backup', {
      description: 'What `pantry backup` and `pantry restore` are told of this registry',
      value: `--table ${this.table.tableName} --blobs ${this.blobs.bucketName} --name ${config.name}`,
    });
  }
}

/**
 * CloudFront reads what bears the tag `visibility=public`: documents and tarballs that anyone may have. It is
 * any distribution of this account, since the registry's own is made after this stack.
 */
function letEdgeRead(documents: Bucket, account: string): void {
  documents.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
      actions: ['s3:GetObject'],
      resources: ['packuments/*', 'tarballs/*'].map((keys) => documents.arnForObjects(keys)),
      conditions: {
        StringEquals: { 'AWS:SourceAccount': account, 's3:ExistingObjectTag/visibility': 'public' },
        ArnLike: { 'AWS:SourceArn': `arn:aws:cloudfront::${account}:distribution/*` },
      },
    }),
  );
}

const key = (name: string) => ({ name, type: AttributeType.STRING });

function createTable(scope: Construct): TableV2 {
  const { partitionKey, sortKey, ttlAttribute, indexes } = TABLE_SCHEMA;
  return new TableV2(scope, 'Table', {
    partitionKey: key(partitionKey),
    sortKey: key(sortKey),
    timeToLiveAttribute: ttlAttribute,
    globalSecondaryIndexes: indexes.map((index) => ({
      indexName: index.name,
      partitionKey: key(index.partitionKey),
      sortKey: key(index.sortKey),
      projectionType: ProjectionType.ALL,
    })),
    dynamoStream: StreamViewType.NEW_IMAGE,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Digits, because npm's prompt for a one-time password takes nothing else. */
function createFirstAdminCode(scope: Construct): Secret {
  const secret = new Secret(scope, 'FirstAdminCode', {
    description:
      'Makes whoever enters it at the first npm login the first admin; useless afterwards',
    generateSecretString: {
      passwordLength: 12,
      excludeLowercase: true,
      excludeUppercase: true,
      excludePunctuation: true,
      requireEachIncludedType: true,
    },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledge(secret, {
    'AwsSolutions-SMG4':
      'The code serves once and is useless afterwards: there is nothing to rotate',
  });
  return secret;
}
