import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiDefinition,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

import type { Config } from '../config/schema.ts';
import { ApiDomain } from '../constructs/api-domain.ts';
import { OriginKey } from '../constructs/origin-key.ts';
import type { RegistryFunction } from '../constructs/registry-function.ts';
import {
  type FunctionId,
  type GatewayFunction,
  gatewayFunctions,
} from '../functions/gateway-functions.ts';
import { openApiBody } from '../functions/openapi.ts';
import { shapeOf } from '../functions/shapes.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import type { EdgeStack } from './edge-stack.ts';
import { PATIENCE } from './functions-stack.ts';
import { camel } from './jobs-stack.ts';

interface ApiStackProps extends StackProps {
  readonly config: Config;
  /** Those of the stacks of functions, all together. */
  readonly functions: ReadonlyMap<FunctionId, RegistryFunction>;
  readonly edge: Pick<EdgeStack, 'originSecret' | 'distributionDomain'> | undefined;
}

/** The registry's HTTP API: one Lambda an endpoint behind one REST API on the owner's domain. */
export class ApiStack extends Stack {
  readonly api: SpecRestApi;
  readonly accessLog: LogGroup;
  /** Requests that a limit or a lockout refused, API Gateway's own included. */
  readonly refused: MetricFilter;
  readonly certificateArn: string;
  private readonly functions: ReadonlyMap<FunctionId, RegistryFunction>;

  constructor(scope: Construct, id: string, { functions, ...props }: ApiStackProps) {
    super(scope, id, props);
    const { config, edge } = props;
    this.functions = functions;
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.refused = new MetricFilter(this, 'Refused', {
      logGroup: this.accessLog,
      filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
      metricNamespace: `Pantry/${config.name}`,
      metricName: 'Refused',
      metricValue: '1',
    });
    this.api = this.createApi(config, gatewayFunctions());
    for (const [of, fn] of functions) this.permit(of, fn);
    const { api } = this;
    const domain = new ApiDomain(this, 'Domain', { config, api, edge: edge?.distributionDomain });
    this.certificateArn = domain.certificateArn;
    if (edge) new OriginKey(this, 'OriginKey', { api, secret: edge.originSecret });
    new CfnOutput(this, 'Registry', { value: `https://${config.domain}/` });
  }

  /** The function of an endpoint. */
  functionOf(id: FunctionId): RegistryFunction {
    const found = this.functions.get(id);
    if (!found) throw new Error(`no function ${id}`);
    return found;
  }

  /** Here and not beside the function, which would wait for the API that waits for it. */
  private permit(id: FunctionId, { functionArn }: RegistryFunction): void {
    new CfnPermission(this, `${camel(id)}Invocation`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: this.api.arnForExecuteApi('*', '/*', '*'),
    });
  }

  private createApi(config: Config, functions: readonly GatewayFunction[]): SpecRestApi {
    const body = openApiBody({
      title: config.name,
      domain: config.domain,
      functions,
      uriOf: ({ id }) => this.streamingUri(id),
      timeout: PATIENCE.toMilliseconds(),
      keyed: config.edge === 'cloudfront',
    });
    const api = new SpecRestApi(this, 'Api', {
      apiDefinition: ApiDefinition.fromInline(body),
      restApiName: config.name,
      endpointTypes: [EndpointType.REGIONAL],
      disableExecuteApiEndpoint: true,
      // The account's setting, which a registry beside this one needs as much.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        accessLogDestination: new LogGroupLogDestination(this.accessLog),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(LOGGED)),
        loggingLevel: MethodLoggingLevel.ERROR,
        metricsEnabled: true,
        throttlingRateLimit: 2000,
        throttlingBurstLimit: 4000,
        methodOptions: throttles(functions),
      },
    });
    acknowledge(api, ACKNOWLEDGED);
    return api;
  }

  private streamingUri(id: FunctionId): string {
    const { functionArn } = this.functionOf(id);
    return `arn:${this.partition}:apigateway:${this.region}:lambda:path/2021-11-15/functions/${functionArn}/response-streaming-invocations`;
  }
}

/** Never a query or a header, nor the path itself: npm logs out with its token in it. The route says enough. */
const LOGGED = {
  time: '$context.requestTime',
  request: '$context.requestId',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  address: '$context.identity.sourceIp',
  client: '$context.identity.userAgent',
  error: '$context.error.message',
};

/** Requests a second, and at once, where the default would be too many. */
function throttles(functions: readonly GatewayFunction[]) {
  const limited = functions.flatMap(({ id, paths }) => {
    const { rate } = shapeOf(id);
    if (rate === undefined) return [];
    const limits = { throttlingRateLimit: rate, throttlingBurstLimit: rate * 2 };
    return paths.map(({ method, path }) => [`${path}/${method}`, limits] as const);
  });
  return Object.fromEntries(limited);
}

const ACKNOWLEDGED = {
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
    'The account’s own setting that lets API Gateway write logs, as AWS documents it',
  'Serverless-APIGWXrayEnabled':
    'Tracing costs more than a small registry does; latency by route is on the dashboard without it',
  'AwsSolutions-APIG2':
    'Endpoints check query and body by their own schemas, and answer in words that npm shows',
  'AwsSolutions-APIG3': 'A firewall is the owner’s choice: it costs more than a small registry',
};
