import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Call, ExitCode } from '../command/command.ts';
import { CommandError, UsageError } from '../command/failure.ts';
import type { DEPLOY_OPTIONS } from '../commands/deploy.ts';
import { parsedForPeople } from '../registry/refused.ts';
import { agree } from '../setup/agree.ts';
import { bytesOf } from '../setup/found-file.ts';
import { showChanges } from '../setup/show.ts';
import { writeFiles } from '../setup/write-files.ts';
import { findAppFolder } from './app-folder.ts';
import { checkAwsCredentials } from './aws-credentials.ts';
import { type Cdk, cdkIn } from './cdk.ts';
import {
  type CdkJson,
  loadRules,
  readCdkJson,
  type Rules,
  saidValues,
  withContext,
} from './configuration.ts';
import { interview } from './interview.ts';
import { outlook } from './outlook.ts';

type DeployCall = Call<typeof DEPLOY_OPTIONS>;

/** Where synthesized stacks are, within the clone. */
const OUT = 'cdk.out';

export async function main(call: DeployCall): Promise<ExitCode> {
  const { values, terminal, env, cwd } = call;
  const isDry = values['dry-run'] === true;
  const folder = await findAppFolder(cwd);
  const cdkJson = await readCdkJson(folder);
  const said = saidValues(call);
  if (!isDry) await checkAwsCredentials(env, values.profile);
  checkAnswerable(call, isDry);
  const rules = await loadRules(folder);
  const asked = await interview(call, { ...cdkJson.context, ...said }, rules);
  const answers = { ...said, ...asked };
  checkKeys(said, rules);
  const config = rules.check({ ...cdkJson.context, ...answers });
  const cdk = cdkIn(folder, call, values.profile);
  terminal.note(await outlook(folder, config));
  if (isDry) {
    await cdk(['synth', '--quiet', '--output', OUT, ...contextArgs(answers)]);
    terminal.result(
      { folder, output: path.join(folder, OUT), deployed: false },
      `synthesized into ${path.join(folder, OUT)}; nothing was deployed or written to cdk.json\n`,
    );
    return 0;
  }
  await keep(call, cdkJson, answers);
  await cdk(['synth', '--quiet', '--output', OUT]);
  const outputs = await deployAll(call, cdk, config);
  sayWhatIsNext(call, config, outputs);
  return 0;
}

function checkAnswerable({ values, terminal }: DeployCall, isDry: boolean): void {
  if (isDry || values.yes === true || terminal.questions) return;
  throw new CommandError(
    'nobody can be asked here: add --yes to deploy, or --dry-run to synthesize only',
  );
}

function checkKeys(said: Json, { isKey }: Rules): void {
  const unknown = Object.keys(said).find((key) => !isKey(key));
  if (unknown === undefined) return;
  throw new UsageError(`"${unknown}" is no setting: docs/deploying.md lists them`);
}

const contextArgs = (answers: Json): readonly string[] =>
  Object.entries(answers).flatMap(([key, value]) => [
    '-c',
    `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  ]);

/** Writes what was said to cdk.json, once it is agreed to. */
async function keep(call: DeployCall, cdkJson: CdkJson, answers: Json): Promise<void> {
  const { found } = cdkJson;
  const text = withContext(cdkJson, answers);
  if (text === found.text) return;
  call.terminal.note(showChanges(call, [{ file: found.file, before: found.text, after: text }]));
  await agree(call, 'Write this to cdk.json?');
  const replacement = { found, bytes: bytesOf(found, text), mode: found.mode ?? 0o644 };
  await writeFiles([replacement], async () => async () => undefined);
}

/** Shows what changes, asks, and deploys; the outputs of all stacks. */
async function deployAll(call: DeployCall, cdk: Cdk, config: Json): Promise<Json> {
  const { values, terminal } = call;
  if (values.yes !== true) {
    await cdk(['diff', '--app', OUT]);
    await agree(call, 'Deploy this?');
  }
  const scratch = await mkdtemp(path.join(tmpdir(), 'pantry-deploy-'));
  const file = path.join(scratch, 'outputs.json');
  try {
    const approval = values.yes === true ? ['--require-approval', 'never'] : [];
    await cdk(['deploy', '--app', OUT, '--all', '--outputs-file', file, ...approval]);
    const outputs: unknown = parsedForPeople(await readFile(file, 'utf8').catch(() => '{}'));
    return isJsonObject(outputs) ? outputs : {};
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { account, region, edge } = config;
    const place = `aws://${String(account)}/`;
    const regions = edge === 'cloudfront' ? [region, 'us-east-1'] : [region];
    const places = regions.map((one) => place + String(one)).join(' ');
    terminal.note(
      `An account that cdk has never deployed to has to be prepared once: \`npx cdk bootstrap ${places}\`.`,
    );
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function sayWhatIsNext({ terminal }: DeployCall, { domain }: Json, outputs: Json): void {
  const url = `https://${String(domain)}/`;
  const firstAdmin = Object.values(outputs)
    .filter(isJsonObject)
    .map((stack) => stack['FirstAdminCodeSecret'])
    .find((secret) => typeof secret === 'string');
  const secret = firstAdmin ?? '<FirstAdminCodeSecret>';
  terminal.result(
    { registry: url, firstAdminCodeSecret: firstAdmin ?? null, deployed: true },
    [
      `The registry is at ${url}`,
      'Its first admin needs a code, once:',
      `  aws secretsmanager get-secret-value --secret-id ${secret} --query SecretString --output text`,
      `  npm login --registry ${url}`,
      'Then, in a project:',
      `  pantry setup --registry ${url}`,
      '',
    ].join('\n'),
  );
}
