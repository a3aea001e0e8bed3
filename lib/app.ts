import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

import type { Config } from './config/schema.ts';
import { writesEdgeLog } from './constructs/edge-log.ts';
import { gatewayFunctions } from './functions/gateway-functions.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { CertificateStack } from './stacks/certificate-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EdgeLogStack } from './stacks/edge-log-stack.ts';
import { EdgeStack } from './stacks/edge-stack.ts';
import { areaOf, FUNCTIONS_AREAS, FunctionsStack } from './stacks/functions-stack.ts';
import { grantorOf } from './stacks/grantor.ts';
import { JobsStack } from './stacks/jobs-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';

/** All stacks of a registry. The bundles of its functions have to be there. */
export function createStacks(app: App, config: Config): void {
  const { name, account, region } = config;
  const described = (what: string) => ({
    env: { account, region },
    description: `Pantry, ${config.domain}: ${what}`,
  });
  const data = new DataStack(app, `${name}-data`, { config, ...described('what is kept') });
  const edge = createEdge(app, config, described('the edge'));
  const grantor = grantorOf(config, data, edge);
  const jobs = new JobsStack(app, `${name}-jobs`, {
    config,
    data,
    grantor,
    ...described('jobs'),
  });
  if (edge && writesEdgeLog(config)) {
    new EdgeLogStack(app, `${name}-edgelog`, {
      config,
      distributionArn: edge.distributionArn,
      ...described('what the edge writes down'),
      env: { account, region: 'us-east-1' },
    }).addStackDependency(jobs);
  }
  const granted = grantor(jobs.queues)(jobs.proxy?.function);
  const functions = FUNCTIONS_AREAS.flatMap((area) => [
    ...new FunctionsStack(app, `${name}-${area}`, {
      functions: gatewayFunctions().filter((each) => areaOf(each) === area),
      grantor: granted,
      ...described(`functions, ${area}`),
    }).functions,
  ]);
  const api = new ApiStack(app, `${name}-api`, {
    config,
    functions: new Map(functions),
    edge,
    // CloudFormation takes 1 MB, and counts every blank.
    suppressTemplateIndentation: true,
    ...described('the HTTP API'),
  });
  const watched = { config, data, jobs, api, distributionId: edge?.distributionId };
  new ObservabilityStack(app, `${name}-observability`, {
    watched,
    ...described('dashboard and alarms'),
  });
  Tags.of(app).add('pantry', name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

function createEdge(
  app: App,
  config: Config,
  described: Pick<ConstructorParameters<typeof EdgeStack>[2], 'env' | 'description'>,
): EdgeStack | undefined {
  if (config.edge === 'none') return undefined;
  const { name, account, certificateArn } = config;
  const given = { ...described, config };
  return new EdgeStack(app, `${name}-edge`, {
    ...given,
    certificateArn:
      certificateArn ??
      new CertificateStack(app, `${name}-certificate`, {
        ...given,
        env: { account, region: 'us-east-1' },
      }).certificateArn,
  });
}
