import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { ROOT } from '../../../lib/bundles/folders.ts';

/** A registry that is nobody's, in an account that does not exist. */
const CONTEXT = {
  name: 'rehearsal',
  domain: 'npm.example.com',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  hostedZoneName: 'example.com',
  account: '111111111111',
  region: 'eu-central-1',
  signUp: 'open',
  orgs: 'anyone',
  upstream: 'none',
  // All tests come from one address, and sign up hundreds of people.
  limitLogin: '0',
  limitExchange: '0',
  limitPublish: '0',
  limitTokens: '0',
  limitProfile: '0',
  limitTickets: '0',
};

/** Runs `cdk synth` for a registry with more of one's own context. Throws what it says where it fails. */
export function synthesize(
  folder: string,
  more: Readonly<Record<string, string>> = {},
  app = 'node bin/app.ts',
): void {
  const context = Object.entries({ ...CONTEXT, ...more });
  const cdk = path.join(ROOT, 'node_modules/aws-cdk/bin/cdk');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      cdk,
      'synth',
      '--quiet',
      '--no-notices',
      `--output=${folder}`,
      `--app=${app}`,
      ...context.flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
      timeout: 300_000,
    },
  );
  if (status !== 0) throw new Error(`cdk synth failed:\n${stdout}\n${stderr}`);
}
