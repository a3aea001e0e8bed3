import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

import type { Store } from '#http/route.ts';

/** Where things are kept. */
export type Place =
  | 'table'
  | 'blobs'
  | 'documents'
  | 'staging'
  | 'signingKey'
  | 'firstAdminSecret'
  | 'downloadsQueue'
  | 'jobsQueue';

/** ARNs; of buckets without a slash at the end. The distribution with `edge: cloudfront` alone. */
export type StoreArns = Readonly<Record<Place, string> & { distribution: string | undefined }>;

/** What jobs do beside what endpoints do. */
export type JobStore = 'search:write' | 'blobs:collect' | 'downloads:write' | 'public-tarballs';

/** Actions on items whose partition key is one of these, `*` standing for the rest of a key. */
interface TableGrant {
  readonly actions: readonly string[];
  readonly keys: readonly string[];
  readonly index?: string;
}

const AUDIT: TableGrant = { actions: ['PutItem'], keys: ['audit#*'] };

const TABLE_GRANTS: Readonly<Partial<Record<Store | JobStore, readonly TableGrant[]>>> = {
  'packages:read': [{ actions: ['GetItem', 'BatchGetItem', 'Query'], keys: ['package#*'] }],
  'packages:write': [
    {
      actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
      keys: ['package#*'],
    },
    { actions: ['GetItem', 'PutItem'], keys: ['look-alike#*'] },
    { actions: ['PutItem'], keys: ['changes#*', 'audit#*'] },
  ],
  'packages:list': [{ actions: ['Query'], keys: ['packages#*'], index: 'gsi1' }],
  'stars:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'tokens:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'users:read': [{ actions: ['GetItem'], keys: ['user#*', 'registry'] }],
  'users:write': [
    { actions: ['PutItem', 'UpdateItem'], keys: ['user#*', 'registry'] },
    { actions: ['DeleteItem'], keys: ['invite#*'] },
    AUDIT,
  ],
  'invites:write': [{ actions: ['PutItem'], keys: ['invite#*'] }, AUDIT],
  'tokens:read': [{ actions: ['GetItem'], keys: ['token#*'] }],
  'tokens:write': [{ actions: ['PutItem', 'DeleteItem'], keys: ['token#*'] }, AUDIT],
  'upstream-cache:read': [
    { actions: ['Query'], keys: ['upstream#*'] },
    { actions: ['Query'], keys: ['upstreams#*'], index: 'gsi1' },
  ],
  'upstream-cache:write': [
    { actions: ['Query', 'DeleteItem'], keys: ['upstream#*'] },
    { actions: ['Query'], keys: ['upstreams#*'], index: 'gsi1' },
    AUDIT,
  ],
  'downloads:write': [{ actions: ['UpdateItem'], keys: ['downloads#*'] }],
};

/** Actions on everything else. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources: (arns: StoreArns) => readonly (string | undefined)[];
}

const blobs = ({ blobs: bucket }: StoreArns) => [`${bucket}/blobs/*`];
const packuments = ({ documents: bucket }: StoreArns) => [`${bucket}/packuments/*`];
const search = ({ documents: bucket }: StoreArns) => [`${bucket}/search/*`];
/** Copies for an edge to read, where there is one. */
const publicTarballs = ({ documents: bucket, distribution }: StoreArns) =>
  distribution === undefined ? [] : [`${bucket}/tarballs/*`];
const uploads = ({ staging: bucket }: StoreArns) => [`${bucket}/uploads/*`];

/** Who may not list a bucket is told 403 for a key that is not there, as if it were forbidden. */
const listing = (bucket: 'blobs' | 'documents' | 'staging'): Grant => ({
  actions: ['s3:ListBucket'],
  resources: (arns) => [arns[bucket]],
});

const GRANTS: Readonly<Partial<Record<Store | JobStore, readonly Grant[]>>> = {
  'blobs:read': [{ actions: ['s3:GetObject'], resources: blobs }, listing('blobs')],
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
  'public-tarballs': [
    {
      actions: ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject'],
      resources: publicTarballs,
    },
  ],
  'uploads:write': [{ actions: ['s3:PutObject'], resources: uploads }],
  'uploads:read': [
    { actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject'], resources: uploads },
    listing('staging'),
  ],
  search: [{ actions: ['s3:GetObject'], resources: search }, listing('documents')],
  'search:write': [
    { actions: ['s3:GetObject', 's3:PutObject'], resources: search },
    listing('documents'),
  ],
  signer: [
    { actions: ['kms:Sign', 'kms:GetPublicKey'], resources: ({ signingKey }) => [signingKey] },
  ],
  downloads: [
    { actions: ['sqs:SendMessage'], resources: ({ downloadsQueue }) => [downloadsQueue] },
  ],
  jobs: [{ actions: ['sqs:SendMessage'], resources: ({ jobsQueue }) => [jobsQueue] }],
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

function otherStatement({ actions, resources }: Grant, arns: StoreArns): PolicyStatement[] {
  const known = resources(arns).filter((arn) => arn !== undefined);
  if (known.length === 0) return [];
  return [new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: known })];
}
