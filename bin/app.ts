import { App } from 'aws-cdk-lib';

import { createStacks } from '../lib/app.ts';
import { bundleFunctions } from '../lib/bundles/bundle.ts';
import { ConfigError, readConfig } from '../lib/config/read-config.ts';

try {
  const app = new App();
  const config = readConfig(app.node);
  // What is deployed is what the sources say, whatever was bundled before.
  await bundleFunctions();
  createStacks(app, config);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
