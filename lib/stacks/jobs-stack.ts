import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import type { Config } from '../config/schema.ts';
import { hasUpstreams } from '../config/upstreams.ts';
import { EdgeLog } from '../constructs/edge-log.ts';
import { Proxy } from '../constructs/proxy.ts';
import { RegistryFunction } from '../constructs/registry-function.ts';
import { deadLetterQueue, WorkQueue } from '../constructs/work-queue.ts';
import { folderOf } from '../functions/gateway-functions.ts';
import { JOB_STORES, type JobId } from '../functions/job-stores.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import { flatten } from '../nag/wildcards.ts';
import type { DataStack } from './data-stack.ts';
import type { Grantor, JobQueues, ProxyAddress } from './grantor.ts';

interface JobsStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly grantor: (queues: JobQueues) => (proxy?: ProxyAddress) => Grantor;
}

/** A function's whole time, and six of them for its queue, as AWS advises. */
const LONG = Duration.minutes(15);
const SHORT = Duration.minutes(1);
/** How long downloads wait for others that are counted with them. */
const GATHERING = Duration.seconds(30);

/** What happens without a request of a client: jobs, and what is asked of upstreams. */
export class JobsStack extends Stack {
  readonly downloads: WorkQueue;
  readonly edgeLog: EdgeLog;
  readonly jobs: WorkQueue;
  /** Changes of the stream that could not be followed; messages of schedules that found no function. */
  readonly unfollowed: Queue;
  readonly unsent: Queue;
  readonly functions: Readonly<Record<JobId, RegistryFunction>>;
  /** What talks with upstreams, where there are some. */
  readonly proxy: Proxy | undefined;

  constructor(scope: Construct, id: string, { config, data, grantor, ...props }: JobsStackProps) {
    super(scope, id, props);
    this.downloads = new WorkQueue(this, 'Downloads', {
      visibility: times(SHORT, 6).plus(GATHERING),
      attempts: 5,
    });
    this.jobs = new WorkQueue(this, 'Jobs', { visibility: times(LONG, 1), attempts: 3 });
    this.unfollowed = deadLetterQueue(this, 'Unfollowed');
    this.unsent = deadLetterQueue(this, 'Unsent');
    const { queues } = this;
    const make = (job: JobId, description: string, memory: number, timeout: Duration) =>
      new RegistryFunction(this, camel(job), {
        folder: folderOf(job),
        description,
        memory,
        timeout,
        ...grantor(queues)()(JOB_STORES[job]),
      });
    this.functions = {
      'jobs/follow-changes': make(
        'jobs/follow-changes',
        'Brings documents and search in step with changed packages',
        1024,
        Duration.minutes(5),
      ),
      'jobs/count-downloads': make('jobs/count-downloads', 'Adds up downloads', 512, SHORT),
      'jobs/run-job': make(
        'jobs/run-job',
        'Rebuilds what is derived; collects garbage',
        1769,
        LONG,
      ),
      'jobs/canary': make('jobs/canary', 'Publishes and installs a package', 512, SHORT),
      'jobs/refresh-trust-root': make(
        'jobs/refresh-trust-root',
        'Fetches the trust root that provenance is verified by',
        256,
        Duration.minutes(2),
      ),
    };
    this.proxy = this.createProxy(config, grantor(queues)());
    this.edgeLog = this.createEdgeLog(config, grantor(queues)());
    this.followChanges(data);
    this.consumeQueues();
    this.schedule(config);
    this.acknowledge();
  }

  /** What functions send to, and where ends what they can't do. */
  get queues(): JobQueues {
    return {
      downloads: this.downloads.queue,
      jobs: this.jobs.queue,
      deadLetters: {
        downloads: this.downloads.deadLetters,
        jobs: this.jobs.deadLetters,
        changes: this.unfollowed,
        schedules: this.unsent,
      },
    };
  }

  private createEdgeLog(config: Config, grantor: Grantor): EdgeLog {
    const { deadLetters } = this.downloads;
    return new EdgeLog(this, 'EdgeLog', { config, grantor, deadLetters });
  }

  private createProxy(config: Config, grantor: Grantor): Proxy | undefined {
    if (!hasUpstreams(config)) return undefined;
    const proxy = new Proxy(this, 'Proxy', { config, grantor, unsent: this.unsent });
    proxy.acknowledgeSchedule();
    return proxy;
  }

  /** The table's feed of changes alone: one record for each changed package. */
  private followChanges({ table }: DataStack): void {
    const { partitionKey } = TABLE_SCHEMA;
    const keys = { [partitionKey]: { S: FilterRule.beginsWith('changes#') } };
    this.functions['jobs/follow-changes'].addEventSource(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is one: its declaration knows no exact optional types
      new DynamoEventSource(table as unknown as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: 10,
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { Keys: keys },
          }),
        ],
        onFailure: new SqsDlq(this.unfollowed),
      }),
    );
  }

  private consumeQueues(): void {
    this.functions['jobs/count-downloads'].addEventSource(
      new SqsEventSource(this.downloads.queue, {
        batchSize: 10_000,
        maxBatchingWindow: GATHERING,
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    );
    this.functions['jobs/run-job'].addEventSource(
      new SqsEventSource(this.jobs.queue, { batchSize: 1, maxConcurrency: 2 }),
    );
  }

  private schedule(config: Config): void {
    const message = (job: string) =>
      new SqsSendMessage(this.jobs.queue, {
        input: ScheduleTargetInput.fromObject({ job }),
        deadLetterQueue: this.unsent,
      });
    new Schedule(this, 'Rebuild', {
      description: 'Once a day everything that is derived is held against the table',
      schedule: ScheduleExpression.cron({ hour: '3', minute: '10' }),
      target: message('rebuild'),
    });
    new Schedule(this, 'CollectGarbage', {
      description: 'Once a day files go that no version names',
      schedule: ScheduleExpression.cron({ hour: '4', minute: '10' }),
      target: message('gc'),
    });
    new Schedule(this, 'TrustRoot', {
      description: 'Twice a day the newest trust root is fetched',
      schedule: ScheduleExpression.rate(Duration.hours(12)),
      enabled: config.provenance === 'verify',
      target: new LambdaInvoke(this.functions['jobs/refresh-trust-root'], {
        deadLetterQueue: this.unsent,
        retryAttempts: 0,
      }),
    });
    new Schedule(this, 'Canary', {
      description: 'Every quarter of an hour a package is published and installed',
      schedule: ScheduleExpression.rate(Duration.minutes(15)),
      target: new LambdaInvoke(this.functions['jobs/canary'], {
        deadLetterQueue: this.unsent,
        retryAttempts: 0,
      }),
    });
  }

  private acknowledge(): void {
    const scheduled = (['jobs/canary', 'jobs/refresh-trust-root'] as const).map((job) => {
      const arn = flatten(this.resolve(this.functions[job].functionArn));
      const reason = 'The versions of one function, which the scheduler’s target adds to it';
      return [`AwsSolutions-IAM5[Resource::${arn}:*]`, reason] as const;
    });
    acknowledge(this, {
      ...Object.fromEntries(scheduled),
      'Serverless-LambdaEventSourceMappingDestination':
        'The queue that it reads has dead letters of its own',
    });
  }
}

const times = (duration: Duration, factor: number): Duration =>
  Duration.seconds(duration.toSeconds() * factor);

/** `jobs/follow-changes`: `JobsFollowChanges`. */
export const camel = (id: string): string =>
  id.replaceAll(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase());
