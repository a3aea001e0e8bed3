// A CDK app like the real one, with a mistake that CloudFormation would find only when it is deployed, and one that nobody would.
import { App } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';

import { createStacks } from '../../lib/app.ts';
import { readConfig } from '../../lib/config/read-config.ts';

const app = new App();
createStacks(app, readConfig(app.node));
for (const construct of app.node.findAll()) {
  if (construct instanceof CfnBucket) construct.addPropertyOverride('NoSuchProperty', 1);
  if (construct instanceof CfnQueue) construct.sqsManagedSseEnabled = false;
}
