import { App } from 'aws-cdk-lib';

import { createStacks } from '../lib/app.ts';
import { ConfigError } from '../lib/config/read-config.ts';

try {
  createStacks(new App());
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
