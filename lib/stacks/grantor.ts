import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

import type { Store } from '#http/route.ts';

import { bucketName, type BucketRole } from '../config/bucket-names.ts';
import { policyOf } from '../config/policy.ts';
import type { Config } from '../config/schema.ts';
import { ssoJson } from '../config/sso.ts';
import { hasUpstreams, upstreamsJson, upstreamSecrets } from '../config/upstreams.ts';
import { searchDomainArn } from '../constructs/search-domain.ts';
import { ADDRESS_HEADER } from '../edge/names.ts';
import { environmentFor, type StoreNames } from '../functions/environment.ts';
import { statementsFor } from '../functions/grants.ts';
import type { JobStore } from '../functions/job-stores.ts';
import type { StoreArns } from '../functions/store-arns.ts';
import type { DataStack } from './data-stack.ts';
import type { EdgeStack } from './edge-stack.ts';

/** Queues that functions send to. */
export interface JobQueues {
  readonly downloads: Queue;
  readonly jobs: Queue;
  /** By what the store that asks them calls each. */
  readonly deadLetters: Readonly<Record<'downloads' | 'jobs' | 'changes' | 'schedules', Queue>>;
}

/** The function that talks with upstreams. */
export interface ProxyAddress {
  readonly functionName: string;
  readonly functionArn: string;
}

/** What a function with these stores may do and is told. */
export type Grantor = (stores: ReadonlySet<Store | JobStore>) => {
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
};

const arnOf = (config: Config, role: BucketRole): string =>
  `arn:aws:s3:::${bucketName(config, role)}`;

/** Secrets Manager ends each ARN with six characters of its own. */
const secretArn = ({ region, account }: Config, name: string): string =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}-??????`;

/** Parameter Store's, which a function makes: a template can't put anything secret there. */
const sealingKeyName = ({ name }: Config): string => `/${name}/sealing-key`;

type Distribution = Pick<EdgeStack, 'distributionId' | 'distributionArn'>;

/** Knows where the stores of one registry are. */
export const grantorOf =
  (config: Config, data: DataStack, distribution?: Distribution) =>
  (queues: JobQueues) =>
  (proxy?: ProxyAddress): Grantor =>
  (wanted) => {
    const stores = without(wanted, {
      upstream: !hasUpstreams(config),
      sso: config.sso === undefined,
    });
    const parts = { config, data, distribution, queues, proxy };
    return {
      environment: environmentFor(stores, namesOf(parts)),
      statements: statementsFor(stores, arnsOf(parts)),
    };
  };

interface Parts {
  readonly config: Config;
  readonly data: DataStack;
  readonly distribution: Distribution | undefined;
  readonly queues: JobQueues;
  readonly proxy: ProxyAddress | undefined;
}

const namesOf = ({ config, data, distribution, queues, proxy }: Parts): StoreNames => ({
  policy: policyOf(config),
  table: data.table.tableName,
  blobs: bucketName(config, 'blobs'),
  documents: bucketName(config, 'documents'),
  staging: bucketName(config, 'staging'),
  signingKey: data.signingKey.keyArn,
  sealingKey: sealingKeyName(config),
  firstAdminSecret: data.firstAdminSecret.secretArn,
  downloadsQueue: queues.downloads.queueUrl,
  jobsQueue: queues.jobs.queueUrl,
  deadLetters: urlsOf(queues.deadLetters),
  distribution: distribution?.distributionId,
  proxy: proxy?.functionName,
  upstreams: upstreamsJson(config),
  sso: ssoJson(config),
  trustRoot: config.trustRoot === 'public' ? undefined : config.trustRoot,
  dashboard: config.name,
  addressHeader: distribution && ADDRESS_HEADER,
  search: data.search && `https://${data.search.domainEndpoint}`,
});

const arnsOf = ({ config, data, distribution, queues, proxy }: Parts): StoreArns => ({
  table: data.table.tableArn,
  blobs: arnOf(config, 'blobs'),
  documents: arnOf(config, 'documents'),
  edgeLog: arnOf(config, 'edge-log'),
  staging: arnOf(config, 'staging'),
  signingKey: data.signingKey.keyArn,
  sealingKey: `arn:aws:ssm:${config.region}:${config.account}:parameter${sealingKeyName(config)}`,
  firstAdminSecret: data.firstAdminSecret.secretArn,
  downloadsQueue: queues.downloads.queueArn,
  jobsQueue: queues.jobs.queueArn,
  deadLetters: Object.values(queues.deadLetters).map(({ queueArn }) => queueArn),
  distribution: distribution?.distributionArn,
  proxy: proxy?.functionArn,
  searchDomain: searchDomainArn(config),
  upstreamSecrets: upstreamSecrets(config).map((name) => secretArn(config, name)),
  ssoSecret: config.sso?.secret && secretArn(config, config.sso.secret),
});

const urlsOf = (queues: JobQueues['deadLetters']): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(queues).map(([name, { queueUrl }]) => [name, queueUrl])),
  );

/** What there is none of, functions need to touch nothing of. */
const without = (
  stores: ReadonlySet<Store | JobStore>,
  absent: Readonly<Record<string, boolean>>,
): ReadonlySet<Store | JobStore> =>
  new Set(
    [...stores].filter(
      (store) => !Object.keys(absent).some((prefix) => absent[prefix] && store.startsWith(prefix)),
    ),
  );
