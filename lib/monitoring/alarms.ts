import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

import type { Watched } from './watched.ts';

/** When somebody is called. */
export interface AlarmPlan {
  /** In small letters it is the anchor of its section in docs/operations.md. */
  readonly id: string;
  /** What is wrong when it rings. */
  readonly says: string;
  readonly metric: IMetric;
  /** It rings from this value on. */
  readonly threshold: number;
  /** Periods in a row; one unless given. */
  readonly periods?: number;
  /** It rings below the threshold instead. */
  readonly rings?: 'below';
  /** For what has to happen all the time: it also rings when nothing is measured. */
  readonly silence?: 'rings';
}

const minutes = (amount: number): Duration => Duration.minutes(amount);

/** Every alarm of a registry. */
export function alarmPlans(watched: Watched): readonly AlarmPlan[] {
  return [
    ...ofRequests(watched),
    ...ofFunctions(watched),
    ...ofCanary(watched),
    ...ofUpstreams(watched),
    ...ofTable(watched),
    ...ofQueues(watched),
    ...ofCertificate(watched),
  ];
}

function ofRequests({ api: { api } }: Watched): readonly AlarmPlan[] {
  const period = minutes(5);
  const statistic = Stats.SUM;
  return [
    {
      id: 'ServerErrors',
      says: 'More than one request in a hundred ends in an error of the registry',
      metric: new MathExpression({
        expression: 'IF(requests > 20, 100 * errors / requests, 0)',
        usingMetrics: {
          requests: api.metricCount({ statistic }),
          errors: api.metricServerError({ statistic }),
        },
        period,
      }),
      threshold: 1,
      periods: 2,
    },
    {
      id: 'SlowAnswers',
      says: 'One request in a hundred takes longer than five seconds',
      metric: api.metricLatency({ statistic: Stats.p(99), period: minutes(15) }),
      threshold: 5000,
      periods: 2,
    },
  ];
}

function ofFunctions({ api }: Watched): readonly AlarmPlan[] {
  const login = api.functionOf('account/login');
  return [
    {
      id: 'FunctionsThrottled',
      says: 'Lambda refuses requests: too many run at once in this account and region',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        statistic: Stats.SUM,
        period: minutes(5),
      }),
      threshold: 10,
    },
    {
      id: 'ManyLogins',
      says: 'More logins are tried than people log in: somebody may be guessing passwords',
      metric: login.metricInvocations({ statistic: Stats.SUM, period: minutes(5) }),
      threshold: 600,
    },
  ];
}

function ofCanary({ jobs }: Watched): readonly AlarmPlan[] {
  const { 'jobs/canary': canary } = jobs.functions;
  return [
    {
      id: 'CanaryFailed',
      says: 'The canary could not publish and install its package twice in a row',
      metric: canary.metricErrors({ statistic: Stats.SUM, period: minutes(15) }),
      threshold: 1,
      periods: 2,
    },
    {
      id: 'CanarySilent',
      says: 'The canary has not run for an hour: nobody would know that something is broken',
      metric: canary.metricInvocations({ statistic: Stats.SUM, period: minutes(60) }),
      threshold: 1,
      rings: 'below',
      silence: 'rings',
    },
  ];
}

/** Where nothing is behind the registry, there is nothing to watch. */
function ofUpstreams({ jobs: { proxy } }: Watched): readonly AlarmPlan[] {
  if (!proxy) return [];
  const { refusedTarballs, malwareFailures } = proxy;
  const failures: AlarmPlan[] = malwareFailures
    ? [
        {
          id: 'MalwareListLate',
          says: 'A list of known malware could not be fetched for three hours',
          metric: malwareFailures.metric({ statistic: Stats.SUM, period: minutes(60) }),
          threshold: 1,
          periods: 3,
        },
      ]
    : [];
  return [
    ...failures,
    {
      id: 'TarballRefused',
      says: 'An upstream gave a tarball that is not what it promised, or not what it was before',
      metric: refusedTarballs.metric({ statistic: Stats.SUM, period: minutes(5) }),
      threshold: 1,
    },
    {
      id: 'ProxyFails',
      says: 'The function that asks upstreams fails: what is not kept yet can’t be installed',
      metric: proxy.function.metricErrors({ statistic: Stats.SUM, period: minutes(5) }),
      threshold: 5,
    },
  ];
}

function ofTable({ data }: Watched): readonly AlarmPlan[] {
  const of = (metricName: string): Metric =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: data.table.tableName },
      statistic: Stats.SUM,
    });
  return [
    {
      id: 'TableThrottled',
      says: 'The table refuses reads or writes: one key, or all of them together, are too busy',
      metric: new MathExpression({
        expression: 'FILL(reads, 0) + FILL(writes, 0)',
        usingMetrics: { reads: of('ReadThrottleEvents'), writes: of('WriteThrottleEvents') },
        period: minutes(5),
      }),
      threshold: 20,
    },
  ];
}

function ofQueues({ jobs }: Watched): readonly AlarmPlan[] {
  const holds = (id: string, queue: Queue, says: string): AlarmPlan => ({
    id,
    says,
    metric: queue.metricApproximateNumberOfMessagesVisible({
      statistic: Stats.MAXIMUM,
      period: minutes(5),
    }),
    threshold: 1,
  });
  const waits = (id: string, queue: Queue, hours: number, says: string): AlarmPlan => ({
    id,
    says,
    metric: queue.metricApproximateAgeOfOldestMessage({
      statistic: Stats.MAXIMUM,
      period: minutes(15),
    }),
    threshold: hours * 3600,
  });
  const { 'jobs/follow-changes': follow } = jobs.functions;
  return [
    holds('ChangesNotFollowed', jobs.unfollowed, 'A change of a package could not be followed'),
    holds('DownloadsNotCounted', jobs.downloads.deadLetters, 'Downloads could not be counted'),
    holds('JobsFailed', jobs.jobs.deadLetters, 'A job failed three times'),
    holds('SchedulesFailed', jobs.unsent, 'A schedule did not reach what it starts'),
    waits('DownloadsLate', jobs.downloads.queue, 1, 'Downloads have not been counted for an hour'),
    ...(jobs.edgeLog.queue ? [waits('EdgeLogLate', jobs.edgeLog.queue, 2, EDGE_LATE)] : []),
    waits('JobsLate', jobs.jobs.queue, 6, 'A job has been waiting for six hours'),
    {
      id: 'ChangesLate',
      says: 'Changes of packages have not been followed for ten minutes: search is behind',
      metric: follow.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: minutes(5) }),
      threshold: 600_000,
    },
  ];
}

function ofCertificate({ api }: Watched): readonly AlarmPlan[] {
  return [
    {
      id: 'CertificateExpires',
      says: 'The certificate expires within three weeks and was not renewed',
      metric: new Metric({
        namespace: 'AWS/CertificateManager',
        metricName: 'DaysToExpiry',
        dimensionsMap: { CertificateArn: api.certificateArn },
        statistic: Stats.MINIMUM,
        period: Duration.days(1),
      }),
      threshold: 21,
      rings: 'below',
    },
  ];
}

const EDGE_LATE = 'The log of the edge has not been counted for two hours';
