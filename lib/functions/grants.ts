import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

import type { Store } from '#http/route.ts';

import type { JobStore } from './job-stores.ts';
import type { StoreArns } from './store-arns.ts';
import { TABLE_GRANTS, type TableGrant } from './table-grants.ts';

/** Actions on everything else. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources: (arns: StoreArns) => readonly (string | undefined)[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const blobs = ({ blobs: bucket }: StoreArns) => [`${bucket}/blobs/*`];
const packuments = ({ documents: bucket }: StoreArns) => [`${bucket}/packuments/*`];
/** READMEs as pages show them. */
const readmes = ({ documents: bucket }: StoreArns) => [`${bucket}/readmes/*`];
const search = ({ documents: bucket }: StoreArns) => [`${bucket}/search/*`];
const searchDomain = ({ searchDomain: arn }: StoreArns) => [arn && `${arn}/*`];
/** Searching is a POST, and so is writing: the paths tell them apart. */
const searching = ({ searchDomain: arn }: StoreArns) => [
  arn && `${arn}/*/_search`,
  arn && `${arn}/_msearch`,
];
/** Copies for an edge to read, where there is one. */
const publicTarballs = ({ documents: bucket, distribution }: StoreArns) =>
  distribution === undefined ? [] : [`${bucket}/tarballs/*`];
/** What upstreams gave, apart from what is the registry's own. */
const upstreamDocuments = ({ documents: bucket }: StoreArns) => [`${bucket}/upstream/*`];
const upstreamBlobs = ({ blobs: bucket }: StoreArns) => [`${bucket}/upstream/*`];
const trustRoot = ({ documents: bucket }: StoreArns) => [`${bucket}/trust/*`];
const proxy = ({ proxy: fn }: StoreArns) => [fn];
const sealingKey = ({ sealingKey: parameter }: StoreArns) => [parameter];
const uploads = ({ staging: bucket }: StoreArns) => [`${bucket}/uploads/*`];

/** Who may not list a bucket is told 403 for a key that is not there, as if it were forbidden. */
const listing = (bucket: 'blobs' | 'documents' | 'staging'): Grant => ({
  actions: ['s3:ListBucket'],
  resources: (arns) => [arns[bucket]],
});

const GRANTS: Readonly<Partial<Record<Store | JobStore, readonly Grant[]>>> = {
  'blobs:read': [{ actions: ['s3:GetObject'], resources: blobs }, listing('blobs')],
  /** By links, which may do what the role may that signs them. */
  'blobs:link': [{ actions: ['s3:GetObject'], resources: blobs }],
  'blobs:write': [
    { actions: ['s3:GetObject', 's3:PutObject'], resources: blobs },
    listing('blobs'),
  ],
  'blobs:collect': [
    { actions: ['s3:DeleteObjectVersion'], resources: blobs },
    { actions: ['s3:ListBucket', 's3:ListBucketVersions'], resources: (arns) => [arns.blobs] },
  ],
  'documents:read': [{ actions: ['s3:GetObject'], resources: packuments }, listing('documents')],
  'documents:write': [
    { actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'], resources: packuments },
    listing('documents'),
    {
      actions: ['cloudfront:CreateInvalidation'],
      resources: ({ distribution }) => [distribution],
    },
  ],
  'readmes:write': [
    { actions: ['s3:GetObject', 's3:PutObject'], resources: readmes },
    listing('documents'),
  ],
  'public-tarballs': [
    {
      actions: ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject'],
      resources: publicTarballs,
    },
  ],
  'upstream:read': [
    { actions: ['s3:GetObject'], resources: upstreamDocuments },
    { actions: ['s3:GetObject'], resources: upstreamBlobs },
    listing('documents'),
    listing('blobs'),
    { actions: ['lambda:InvokeFunction'], resources: proxy },
  ],
  'upstream-cache:read': [
    { actions: ['s3:GetObject'], resources: upstreamBlobs },
    listing('documents'),
    listing('blobs'),
  ],
  'upstream-cache:write': [
    {
      actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
      resources: upstreamDocuments,
    },
    { actions: ['s3:GetObject', 's3:DeleteObjectVersion'], resources: upstreamBlobs },
    listing('documents'),
    { actions: ['s3:ListBucket', 's3:ListBucketVersions'], resources: (arns) => [arns.blobs] },
  ],
  'upstream:ask': [{ actions: ['lambda:InvokeFunction'], resources: proxy }],
  'upstream:write': [
    {
      actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
      resources: upstreamDocuments,
    },
    { actions: ['s3:GetObject', 's3:PutObject'], resources: upstreamBlobs },
    listing('documents'),
    listing('blobs'),
    {
      actions: ['secretsmanager:GetSecretValue'],
      resources: ({ upstreamSecrets }) => upstreamSecrets,
    },
  ],
  'uploads:write': [{ actions: ['s3:PutObject'], resources: uploads }],
  'uploads:read': [
    { actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject'], resources: uploads },
    listing('staging'),
  ],
  // Putting parts together, and signing an address for one, is writing to S3.
  'uploads:parts': [
    {
      actions: ['s3:ListMultipartUploadParts', 's3:PutObject', 's3:GetObject'],
      resources: uploads,
    },
    listing('staging'),
  ],
  search: [
    { actions: ['s3:GetObject'], resources: search },
    listing('documents'),
    { actions: ['es:ESHttpPost'], resources: searching },
  ],
  'search:write': [
    { actions: ['s3:GetObject', 's3:PutObject'], resources: search },
    listing('documents'),
    { actions: ['es:ESHttpPut', 'es:ESHttpDelete'], resources: searchDomain },
  ],
  signer: [
    { actions: ['kms:Sign', 'kms:GetPublicKey'], resources: ({ signingKey }) => [signingKey] },
  ],
  'second-factor:check': [{ actions: ['ssm:GetParameter'], resources: sealingKey }],
  // Where the first second factor is set up the key is made.
  sealer: [
    { actions: ['ssm:GetParameter'], resources: sealingKey },
    {
      actions: ['ssm:PutParameter'],
      resources: sealingKey,
      // Never over one that is there: what it sealed would be lost.
      conditions: { StringEquals: { 'ssm:Overwrite': 'false' } },
    },
  ],
  'trust-root:read': [{ actions: ['s3:GetObject'], resources: trustRoot }, listing('documents')],
  'trust-root:write': [{ actions: ['s3:PutObject'], resources: trustRoot }],
  downloads: [
    { actions: ['sqs:SendMessage'], resources: ({ downloadsQueue }) => [downloadsQueue] },
  ],
  // What was counted is deleted: addresses are in it.
  'edge-log': [
    {
      actions: ['s3:GetObject', 's3:DeleteObject'],
      resources: ({ edgeLog }) => [`${edgeLog}/*`],
    },
    { actions: ['s3:ListBucket'], resources: ({ edgeLog }) => [edgeLog] },
  ],
  jobs: [{ actions: ['sqs:SendMessage'], resources: ({ jobsQueue }) => [jobsQueue] }],
  'dead-letters:read': [
    { actions: ['sqs:GetQueueAttributes'], resources: ({ deadLetters }) => deadLetters },
  ],
  'sso:secret': [
    { actions: ['secretsmanager:GetSecretValue'], resources: ({ ssoSecret }) => [ssoSecret] },
  ],
  'first-admin': [
    {
      actions: ['secretsmanager:GetSecretValue'],
      resources: ({ firstAdminSecret }) => [firstAdminSecret],
    },
  ],
};

/** What a function with these stores may do, and nothing else. */
export function statementsFor(
  stores: ReadonlySet<Store | JobStore>,
  arns: StoreArns,
): readonly PolicyStatement[] {
  return [...stores].flatMap((store) => [
    ...(TABLE_GRANTS[store] ?? []).map((grant) => tableStatement(grant, arns.table)),
    ...(GRANTS[store] ?? []).flatMap((grant) => otherStatement(grant, arns)),
  ]);
}

/** A request must be about such keys alone; one that names none, as a scan does, is not allowed. */
function tableStatement({ actions, keys, index }: TableGrant, table: string): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [index === undefined ? table : `${table}/index/${index}`],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}

function otherStatement(grant: Grant, arns: StoreArns): PolicyStatement[] {
  const { actions, conditions = {} } = grant;
  const resources = grant.resources(arns).filter((arn) => arn !== undefined);
  if (resources.length === 0) return [];
  const effect = Effect.ALLOW;
  return [new PolicyStatement({ effect, actions: [...actions], resources, conditions })];
}
