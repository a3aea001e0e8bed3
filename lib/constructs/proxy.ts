import { Duration } from 'aws-cdk-lib';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { MALWARE_FAILED, REFUSED } from '#domain/upstream/log-marks.ts';

import type { Config } from '../config/schema.ts';
import { hasMalwareLists } from '../config/upstreams.ts';
import { PROXY_FUNCTION } from '../functions/gateway-functions.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import { flatten } from '../nag/wildcards.ts';
import type { Grantor } from '../stacks/grantor.ts';
import { RegistryFunction } from './registry-function.ts';

interface ProxyProps {
  readonly config: Config;
  readonly grantor: Grantor;
  /** Where messages of schedules go that found no function. */
  readonly unsent: Queue;
}

/** A tarball may take longer than who asked for it first can wait: who asks again finds it. */
const PATIENCE = Duration.minutes(2);
/** Megabytes, for a tarball in memory; and a whole core, for documents of many megabytes. */
const MEMORY = 1769;

/** The function that talks with upstreams, and what is counted of it. */
export class Proxy extends Construct {
  readonly function: RegistryFunction;
  readonly refusedTarballs: MetricFilter;
  /** Where the rules name lists of malware. */
  readonly malwareFailures: MetricFilter | undefined;

  constructor(scope: Construct, id: string, { config, grantor, unsent }: ProxyProps) {
    super(scope, id);
    this.function = new RegistryFunction(this, 'Function', {
      folder: PROXY_FUNCTION,
      description: 'Asks upstreams, verifies and keeps what they give',
      timeout: PATIENCE,
      memory: MEMORY,
      ...grantor(new Set(['upstream:write'])),
    });
    this.refusedTarballs = this.count(config, 'RefusedTarballs', REFUSED);
    if (!hasMalwareLists(config)) return;
    this.malwareFailures = this.count(config, 'MalwareFailures', MALWARE_FAILED);
    this.fetchMalware(unsent);
  }

  /** Counts what the function's log tells. */
  private count({ name }: Config, metricName: string, message: string): MetricFilter {
    return new MetricFilter(this, metricName, {
      logGroup: this.function.logGroup,
      filterPattern: FilterPattern.stringValue('$.message', '=', message),
      metricNamespace: `Pantry/${name}`,
      metricName,
      metricValue: '1',
    });
  }

  private fetchMalware(unsent: Queue): void {
    new Schedule(this, 'Malware', {
      description: 'Once an hour lists of known malware are fetched',
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(this.function, {
        input: ScheduleTargetInput.fromObject({ ask: 'malware' }),
        deadLetterQueue: unsent,
        retryAttempts: 0,
      }),
    });
  }

  /** The scheduler's target makes its role beside the stack's own: it is acknowledged there. */
  acknowledgeSchedule(): void {
    const stack = this.node.scope;
    if (!stack || !this.malwareFailures) return;
    const arn = flatten(this.function.stack.resolve(this.function.functionArn));
    acknowledge(stack, {
      [`AwsSolutions-IAM5[Resource::${arn}:*]`]:
        'The versions of one function, which the scheduler’s target adds to it',
    });
  }
}
