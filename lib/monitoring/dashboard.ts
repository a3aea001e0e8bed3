import { Duration } from 'aws-cdk-lib';
import {
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

import type { Watched } from './watched.ts';

const HALF = 12;
const WHOLE = 24;
const HEIGHT = 6;
const PERIOD = Duration.minutes(5);

const SUM = { statistic: Stats.SUM, period: PERIOD };

/**
 * The rows of the dashboard. Below 50 metrics it costs nothing; what is to be told apart by route or client
 * comes from the access log instead, which is paid by who looks.
 */
export function dashboardRows(watched: Watched): IWidget[][] {
  return [
    [title(watched)],
    [traffic(watched), errors(watched)],
    [latency(watched), latencyByRoute(watched)],
    [publishes(watched), cacheHits(watched)],
    [table(watched), capacity(watched)],
    [queues(watched), followed(watched)],
    ...upstreams(watched),
    [costDrivers(watched), clients(watched)],
  ];
}

const title = ({ config }: Watched): IWidget =>
  new TextWidget({
    width: WHOLE,
    height: 2,
    markdown: `# ${config.domain}\nWhat each alarm means and what to do: docs/operations.md of the registry’s sources.`,
  });

const graph = (name: string, left: IMetric[], right: IMetric[] = []): IWidget =>
  new GraphWidget({ title: name, width: HALF, height: HEIGHT, left, right });

/** What goes to the registries behind this one. */
const upstreams = ({ jobs: { proxy } }: Watched): IWidget[][] =>
  proxy
    ? [
        [
          graph(
            'Asked of upstreams',
            [proxy.function.metricInvocations({ ...SUM, label: 'questions' })],
            [
              proxy.function.metricErrors({ ...SUM, label: 'failures' }),
              proxy.refusedTarballs.metric({ ...SUM, label: 'refused tarballs' }),
            ],
          ),
          graph('Upstreams answer in', [
            proxy.function.metricDuration({ statistic: Stats.p(50), period: PERIOD, label: 'p50' }),
            proxy.function.metricDuration({ statistic: Stats.p(99), period: PERIOD, label: 'p99' }),
          ]),
        ],
      ]
    : [];

const traffic = ({ api: { api } }: Watched): IWidget =>
  graph('Requests', [api.metricCount({ ...SUM, label: 'requests' })]);

const errors = ({ api: { api, refused }, jobs }: Watched): IWidget =>
  graph(
    'Errors',
    [
      api.metricServerError({ ...SUM, label: 'of the registry (5xx)' }),
      jobs.functions['jobs/canary'].metricErrors({ ...SUM, label: 'of the canary' }),
    ],
    [
      api.metricClientError({ ...SUM, label: 'of clients (4xx)' }),
      refused.metric({ ...SUM, label: 'refused by a limit (429)' }),
    ],
  );

const latency = ({ api: { api } }: Watched): IWidget =>
  graph(
    'Latency of all requests',
    [50, 95, 99].map((share) =>
      api.metricLatency({ statistic: Stats.p(share), period: PERIOD, label: `p${share}` }),
    ),
  );

const logTable = (name: string, { api }: Watched, query: string): IWidget =>
  new LogQueryWidget({
    title: name,
    width: HALF,
    height: HEIGHT,
    view: LogQueryVisualizationType.TABLE,
    logGroupNames: [api.accessLog.logGroupName],
    queryString: query,
  });

const latencyByRoute = (watched: Watched): IWidget =>
  logTable(
    'Latency by route, milliseconds',
    watched,
    `stats count(*) as requests, pct(milliseconds, 50) as p50, pct(milliseconds, 99) as p99, sum(status >= 500) as errors by concat(method, ' ', route) as endpoint | sort requests desc | limit 50`,
  );

const publishes = ({ api }: Watched): IWidget =>
  graph('Publishes and uploads', [
    api.functionOf('package/put').metricInvocations({ ...SUM, label: 'publishes' }),
    api.functionOf('uploads/commit').metricInvocations({ ...SUM, label: 'large publishes' }),
    api.functionOf('package/replace').metricInvocations({ ...SUM, label: 'unpublishes' }),
  ]);

/** Without an edge, caches are the clients': what they had already is answered by 304. */
function cacheHits(watched: Watched): IWidget {
  const { distributionId } = watched;
  if (distributionId === undefined) {
    return logTable(
      'Documents that clients had already (304)',
      watched,
      `filter method = 'GET' and status in [200, 304] | stats 100 * avg(status = 304) as percent, count(*) as reads by bin(1h)`,
    );
  }
  const edge = (metricName: string, statistic: string): Metric =>
    new Metric({
      namespace: 'AWS/CloudFront',
      metricName,
      dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
      statistic,
      period: PERIOD,
      // Of all edges, wherever the registry is.
      region: 'us-east-1',
    });
  // CloudFront's own rate of hits costs more a month than all of the registry while it is idle.
  const spared = new MathExpression({
    expression: '100 * (1 - api / edge)',
    usingMetrics: { api: watched.api.api.metricCount(SUM), edge: edge('Requests', Stats.SUM) },
    period: PERIOD,
    label: 'percent that the API was not asked for',
  });
  return graph(
    'Edge: requests, and how many of them it answers without the API',
    [edge('Requests', Stats.SUM)],
    [spared, edge('5xxErrorRate', Stats.AVERAGE)],
  );
}

const tableMetric = ({ data }: Watched, metricName: string, label: string): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: data.table.tableName },
    statistic: Stats.SUM,
    period: PERIOD,
    label,
  });

const table = (watched: Watched): IWidget =>
  graph('Table: refused', [
    tableMetric(watched, 'ReadThrottleEvents', 'reads throttled'),
    tableMetric(watched, 'WriteThrottleEvents', 'writes throttled'),
    tableMetric(watched, 'TransactionConflict', 'transactions in conflict'),
  ]);

const capacity = (watched: Watched): IWidget =>
  graph('Table: capacity units', [
    tableMetric(watched, 'ConsumedReadCapacityUnits', 'read'),
    tableMetric(watched, 'ConsumedWriteCapacityUnits', 'written'),
  ]);

const visible = (queue: Queue, label: string): IMetric =>
  queue.metricApproximateNumberOfMessagesVisible({
    statistic: Stats.MAXIMUM,
    period: PERIOD,
    label,
  });

const queues = ({ jobs }: Watched): IWidget =>
  graph(
    'Queues: messages waiting, and dead letters',
    [visible(jobs.downloads.queue, 'downloads'), visible(jobs.jobs.queue, 'jobs')],
    [
      visible(jobs.downloads.deadLetters, 'downloads not counted'),
      visible(jobs.jobs.deadLetters, 'jobs failed'),
      visible(jobs.unfollowed, 'changes not followed'),
      visible(jobs.unsent, 'schedules failed'),
    ],
  );

const followed = ({ jobs }: Watched): IWidget =>
  graph('Changes of packages: milliseconds behind', [
    jobs.functions['jobs/follow-changes'].metric('IteratorAge', {
      statistic: Stats.MAXIMUM,
      period: PERIOD,
      label: 'behind',
    }),
  ]);

const costDrivers = ({ api, jobs }: Watched): IWidget =>
  graph(
    'What the bill is made of',
    [
      api.api.metricCount({ ...SUM, label: 'API requests' }),
      jobs.downloads.queue.metricNumberOfMessagesSent({ ...SUM, label: 'downloads counted' }),
    ],
    [
      new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Duration',
        ...SUM,
        label: 'Lambda, milliseconds (all in this region)',
      }),
    ],
  );

const clients = (watched: Watched): IWidget =>
  logTable(
    'Clients',
    watched,
    `parse client /^(?<name>\\w+)\\/(?<version>\\d+)/ | stats count(*) as requests, sum(bytes) as bytes by name, version | sort requests desc | limit 20`,
  );
