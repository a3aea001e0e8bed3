import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { run } from '../clients/run.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { folder } from '../target.ts';
import { write } from './machine.ts';
import { pantry } from './run.ts';

const PARTS = ['bin', 'lib', 'lambdas', 'web', 'cli', 'local', 'docs', 'package.json', 'cdk.json'];

/** A clone of its own, with what is installed in this one. */
function clone(): string {
  const made = folder();
  for (const part of PARTS) cpSync(part, path.join(made, part), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(made, 'node_modules'));
  return made;
}

let here = '';
let original = '';
beforeAll(() => {
  here = clone();
  original = cdkJson();
});

const cdkJson = (): string => readFileSync(path.join(here, 'cdk.json'), 'utf8');

const SAID = {
  domain: 'npm.example.com',
  'hosted-zone-name': 'example.com',
  'hosted-zone-id': 'Z0123456789ABC',
  account: '111111111111',
  region: 'eu-central-1',
} as const;

const args = (said: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(said).flatMap(([name, value]) => [`--${name}`, value]);

const deploy = async (
  more: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ReturnType<typeof pantry> =>
  pantry(folder(), ['deploy', ...more], env, { command: path.join(here, 'bin', 'pantry.ts') });

const DRY = ['--dry-run'] as const;
/** Never used: everything that is refused here is so before anybody is asked. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };

describe('pantry deploy', () => {
  test('synthesizes what its options say, without a terminal, and leaves cdk.json alone', async () => {
    const more = ['--own-scopes', '@acme, @other', '-c', 'signUp=closed', '--edge', 'cloudfront'];
    const { code, stdout, stderr } = await deploy([...DRY, ...args(SAID), ...more, '--json'], {
      CDK_VALIDATION: 'false',
    });
    expect(stderr).toContain('Successfully synthesized');
    expect(code).toBe(0);
    const out = path.join(here, 'cdk.out');
    expect(JSON.parse(stdout)).toEqual({ folder: here, output: out, deployed: false });
    const template = (stack: string): string =>
      readFileSync(path.join(out, `pantry-${stack}.template.json`), 'utf8');
    expect(template('api')).toContain('npm.example.com');
    expect(template('packages')).toMatch(/\\"ownScopes\\":\[\\"@acme\\",\\"@other\\"\]/);
    expect(template('people')).toMatch(/\\"signUp\\":\\"closed\\"/);
    expect(existsSync(path.join(out, 'pantry-edge.template.json'))).toBe(true);
    expect(cdkJson()).toBe(original);
  }, 240_000);

  test('says what is made and what that costs, as docs/cost.md does', async () => {
    write(path.join(here, 'bin', 'app.ts'), 'process.exitCode = 1;\n');
    const { code, stderr } = await deploy([...DRY, ...args(SAID)]);
    const [, cost = '?'] =
      /together\*\* \| \*\*(\$[\d.]+)/.exec(readFileSync('docs/cost.md', 'utf8')) ?? [];
    expect(stderr).toContain(
      'https://npm.example.com/ in eu-central-1 of the account 111111111111',
    );
    expect(stderr).toContain(`A month in which nothing happens costs about ${cost}`);
    expect(stderr).toContain('cdk synth did not succeed: what it says is above');
    expect(code).toBe(1);
  }, 180_000);

  test.each<[string, readonly string[], number, RegExp]>([
    [
      'nothing said',
      DRY,
      2,
      /say --domain, --hosted-zone-name, --hosted-zone-id, --account, --region/,
    ],
    [
      'no zone',
      [...DRY, ...args({ ...SAID, 'hosted-zone-id': 'example.com' })],
      1,
      /"hostedZoneId" must be the id of a hosted zone/,
    ],
    [
      'a domain of another zone',
      [...DRY, ...args({ ...SAID, domain: 'npm.example.org' })],
      1,
      /npm\.example\.org, which is not in the zone/,
    ],
    [
      'a wrong domain',
      [...DRY, ...args({ ...SAID, domain: 'https://a/' })],
      1,
      /must be a host name/,
    ],
    ['a wrong setting', [...DRY, ...args(SAID), '-c', 'reads=all'], 1, /"reads" must be "anyone"/],
    [
      'an unknown setting',
      [...DRY, ...args(SAID), '-c', 'sighnUp=open'],
      2,
      /"sighnUp" is no setting/,
    ],
    ['half a setting', [...DRY, ...args(SAID), '-c', 'reads'], 2, /-c is key=value, not "reads"/],
    ['a wrong edge', [...DRY, '--edge', 'fastly'], 2, /--edge is none or cloudfront/],
    [
      'no credentials',
      [...args(SAID), '--yes'],
      1,
      /no credentials of AWS here: run `aws sso login`/,
    ],
    [
      'a profile that is not there',
      [...args(SAID), '--yes', '--profile', 'x'],
      1,
      /no AWS profile "x"/,
    ],
  ])('with %s is one sentence, and writes nothing', async (_, more, code, sentence) => {
    const outcome = await deploy(more);
    expect(outcome.stderr).toMatch(sentence);
    expect(outcome.stderr.split('\n').filter((line) => line.startsWith('pantry:'))).toHaveLength(1);
    expect(outcome.code).toBe(code);
    expect(cdkJson()).toBe(original);
  });

  test('where nobody can be asked needs --yes', async () => {
    const { code, stderr } = await deploy(args(SAID), CREDENTIALS);
    expect(stderr).toContain('add --yes to deploy, or --dry-run to synthesize only');
    expect(code).toBe(1);
    expect(cdkJson()).toBe(original);
  });

  test('finds the credentials of a profile in the files of AWS', async () => {
    const file = path.join(folder(), 'config');
    write(file, '[default]\nregion = eu-central-1\n[profile work]\nsso_session = x\n');
    const env = { AWS_CONFIG_FILE: file, AWS_PROFILE: 'work' };
    // It comes to the next question, which nobody can answer.
    expect((await deploy(args(SAID), env)).stderr).toContain('add --yes to deploy');
  });

  test.each([
    ['{ "context": ', /cdk\.json can't be changed: it is broken/],
    ['{ "context": [] }', /its "context" is no object/],
  ])('with a cdk.json that is %s says so', async (content, sentence) => {
    write(path.join(here, 'cdk.json'), content);
    const { code, stderr } = await deploy([...DRY, ...args(SAID)]);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(1);
    expect(cdkJson()).toBe(content);
    write(path.join(here, 'cdk.json'), original);
  });

  test('as it is published says how to come by a clone', async () => {
    const alone = folder();
    for (const part of ['dist', 'package.json']) {
      cpSync(part, path.join(alone, part), { recursive: true });
    }
    const file = path.join(alone, 'dist', 'pantry.mjs');
    const { code, stderr } = await pantry(folder(), ['deploy', ...DRY], {}, { command: file });
    expect(stderr).toContain('clone the repository of Pantry, then `cd pantry && npm install');
    expect(code).toBe(1);
  });
});

const inTerminal = async (answers: readonly (readonly [RegExp, string])[]) =>
  run([process.execPath, path.join(here, 'bin', 'pantry.ts'), 'deploy'], {
    cwd: folder(),
    terminal: true,
    answers,
    env: { PATH: '/usr/bin:/bin', HOME: folder(), TERM: 'xterm', ...CREDENTIALS },
  });

describe.runIf(hasTerminal)('in a terminal', () => {
  const CTRL_C = '\u0003';
  test('asks for what is missing, again where it can’t be used, and keeps it in cdk.json', async () => {
    const { code, text } = await inTerminal([
      [/Where will clients find it\?/, 'Example'],
      [/must be a host name[^]*Where will clients find it\?/, '\u0015npm.example.com'],
      [/Which hosted zone/, ''],
      [/The zone's id\?/, 'Z0123456789ABC'],
      [/Which AWS account\?/, '111111111111'],
      [/Which region\?/, ''],
      [/Which e-mail address/, ''],
      [/Which scopes are your own/, '\u0015@acme'],
      [/Which accounts of GitHub/, ''],
      [/Which registry is behind it\?/, ''],
      [/Write this to cdk\.json\?/, 'y'],
    ]);
    // The app of this clone was made to fail, so that nothing is ever deployed.
    expect(text).toContain('cdk synth did not succeed');
    expect(code).toBe(1);
    const { context } = JSON.parse(cdkJson());
    expect(context).toMatchObject({
      domain: 'npm.example.com',
      hostedZoneName: 'example.com',
      hostedZoneId: 'Z0123456789ABC',
      account: '111111111111',
      region: 'eu-central-1',
      ownScopes: ['@acme'],
      upstream: 'npm',
    });
    expect(context).not.toHaveProperty('alarmEmail');
    expect({ ...context, ...JSON.parse(original).context }).toEqual(context);
    write(path.join(here, 'cdk.json'), original);
  }, 180_000);

  test('Ctrl-C in a question leaves everything as it is', async () => {
    const { code } = await inTerminal([
      [/Where will clients find it\?/, 'npm.example.com'],
      [/Which hosted zone/, CTRL_C],
    ]);
    expect(code).toBe(130);
    expect(cdkJson()).toBe(original);
  }, 180_000);
});
