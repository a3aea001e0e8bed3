import type { Command, Options } from '../command/command.ts';

export const DEPLOY_OPTIONS = {
  domain: { type: 'string', value: 'npm.example.com', about: 'Where clients will find it' },
  'hosted-zone-name': {
    type: 'string',
    value: 'example.com',
    about: 'The zone of Route 53 it is in',
  },
  'hosted-zone-id': { type: 'string', value: 'Z…', about: 'The zone’s id' },
  account: { type: 'string', value: '12 digits', about: 'The AWS account' },
  region: { type: 'string', value: 'eu-central-1', about: 'The AWS region' },
  name: { type: 'string', value: 'pantry', about: 'What the names of all stacks begin with' },
  'alarm-email': { type: 'string', value: 'address', about: 'Who hears of alarms' },
  'trusted-owners': {
    type: 'string',
    value: 'ids',
    mayBeEmpty: true,
    about: 'Accounts whose CI may claim free names, with commas between',
  },
  'own-scopes': {
    type: 'string',
    value: '@acme,…',
    mayBeEmpty: true,
    about: 'Scopes that are never looked up elsewhere',
  },
  upstream: { type: 'string', value: 'URL', about: 'The registry behind it; npm, or none' },
  edge: {
    type: 'string',
    choices: ['none', 'cloudfront'],
    about: 'Whether a content delivery network is in front',
  },
  context: {
    type: 'string',
    short: 'c',
    value: 'key=value',
    multiple: true,
    about: 'Any other setting of docs/deploying.md',
  },
  profile: { type: 'string', value: 'name', about: 'The AWS profile, else that of AWS_PROFILE' },
  'dry-run': { type: 'boolean', about: 'Synthesize the stacks, and change nothing' },
  yes: { type: 'boolean', short: 'y', about: 'Ask nothing, and let cdk ask nothing' },
} as const satisfies Options;

export const deploy: Command = {
  about: 'Deploy a registry to an AWS account of yours',
  details: `In a clone of Pantry: asks for what it needs to know, keeps it under "context" in cdk.json, says what will be
made and what that costs while nothing happens, and runs \`cdk synth\`, \`cdk diff\` and \`cdk deploy\`.
Needs Node 24. What every setting does: docs/deploying.md.`,
  options: DEPLOY_OPTIONS,
  examples: [
    { run: 'pantry deploy', about: 'Asks for what is missing' },
    { run: 'pantry deploy --dry-run', about: 'Only what would be deployed, into cdk.out' },
    { run: 'pantry deploy --edge cloudfront --yes', about: 'A change of one setting' },
  ],
  load: async () => import('../deploying/deploy.ts'),
};
