import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  PolicyDocument,
  type PolicyStatement,
  Role,
  ServicePrincipal,
  PolicyStatement as Statement,
} from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import path from 'node:path';

import { BUNDLES } from '../bundles/folders.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import { acknowledgePrefixes } from '../nag/wildcards.ts';

export interface RegistryFunctionProps {
  /** Of its bundle in dist/lambdas. */
  readonly folder: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  /** Megabytes; Lambda gives CPU in proportion, one whole core at 1,769. */
  readonly memory: number;
  readonly timeout: Duration;
}

/** A Lambda from its bundle, with a role and a log of its own. */
export class RegistryFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: RegistryFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        stores: new PolicyDocument({ statements: [...props.statements, logging(logGroup)] }),
      },
    });
    acknowledgePrefixes(role, props.statements);
    super(scope, id, {
      code: Code.fromAsset(path.join(BUNDLES, props.folder)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: props.description,
      environment: props.environment,
      memorySize: props.memory,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.TEXT,
    });
    acknowledge(this, ACKNOWLEDGED);
  }
}

const ACKNOWLEDGED = {
  'Serverless-LambdaDLQ':
    'Nobody invokes it asynchronously: requests wait for their answer, queues, the stream and schedules have dead letters of their own',
  'Serverless-LambdaTracing':
    'Tracing costs more than a small registry does; latency by route is on the dashboard without it',
};

const logging = (logGroup: LogGroup): Statement =>
  new Statement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
