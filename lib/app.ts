import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

import { readConfig } from './config/read-config.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { grantorOf } from './stacks/grantor.ts';
import { JobsStack } from './stacks/jobs-stack.ts';

/** All stacks of the registry that the app's context describes. Throws ConfigError. */
export function createStacks(app: App): void {
  const config = readConfig(app.node);
  const { name, account, region } = config;
  const env = { account, region };
  const described = (what: string) => ({ env, description: `Pantry, ${config.domain}: ${what}` });
  const data = new DataStack(app, `${name}-data`, { config, ...described('what is kept') });
  const grantor = grantorOf(config, data);
  const jobs = new JobsStack(app, `${name}-jobs`, { data, grantor, ...described('jobs') });
  const queues = { downloads: jobs.downloads.queue, jobs: jobs.jobs.queue };
  new ApiStack(app, `${name}-api`, {
    config,
    grantor: grantor(queues),
    ...described('the HTTP API'),
  });
  Tags.of(app).add('pantry', name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
