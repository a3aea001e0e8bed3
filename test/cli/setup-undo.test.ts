import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { type Outcome, run } from '../clients/run.ts';
import { hasTerminal } from '../clients/terminal.ts';
import {
  ACME,
  ALL_MARKS,
  everything,
  type Machine,
  machine,
  setup,
  text,
  URL,
  write,
} from './machine.ts';
import { COMMAND } from './run.ts';

const logIn = ({ home }: Machine): void => {
  const kept = { current: URL, registries: { [URL]: { token: 'pantry_secret' } } };
  write(path.join(home, '.pantry', 'credentials'), JSON.stringify(kept));
};

const inTerminal = async (
  { project, home }: Machine,
  args: readonly string[],
  answers: readonly (readonly [RegExp, string])[],
): Promise<Outcome> =>
  run([process.execPath, COMMAND, ...args], {
    cwd: project,
    terminal: true,
    answers,
    env: { PATH: '/usr/bin:/bin', HOME: home, TERM: 'xterm' },
  });

const CTRL_C = '\u0003';

describe('a login', () => {
  test('goes to files of the home that nobody else can read, never to the project', async () => {
    const here = machine({ ...ALL_MARKS, '.yarnrc.yml': '' });
    logIn(here);
    write(path.join(here.home, '.npmrc'), 'a=b\n');
    const { stdout, stderr } = await setup(here, ['setup', '--all', '--yes']);
    expect(stdout + stderr).not.toContain('pantry_secret');
    const host = '//npm.example.com';
    const npmrc = path.join(here.home, '.npmrc');
    expect(text(here, npmrc)).toBe(`a=b\n${host}/:_authToken=pantry_secret\n`);
    expect(text(here, path.join(here.home, '.yarnrc.yml'))).toBe(
      `npmRegistries:\n  ${host}:\n    npmAuthToken: pantry_secret\n    npmAlwaysAuth: true\n`,
    );
    for (const name of ['.npmrc', '.yarnrc.yml']) {
      expect(statSync(path.join(here.home, name)).mode & 0o077).toBe(0);
    }
    const files = Object.entries(everything(here)).filter(([name]) => name.startsWith('project/'));
    expect(JSON.stringify(files)).not.toContain('pantry_secret');
    await setup(here, ['setup', '--undo', '--yes']);
    expect(text(here, npmrc)).toBe('a=b\n');
  });

  test('in CI is a reference to PANTRY_TOKEN', async () => {
    const here = machine({ 'package.json': '{}' });
    const env = { CI: 'true', PANTRY_TOKEN: 'pantry_secret' };
    await setup(here, [...ACME, '--yes'], env);
    expect(text(here, path.join(here.home, '.npmrc'))).toBe(
      '//npm.example.com/:_authToken=${PANTRY_TOKEN}\n',
    );
    expect(JSON.stringify(everything(here))).not.toContain('pantry_secret');
  });

  test('is not handed to a registry that a file of the project names', async () => {
    const here = machine({ 'package.json': '{}', '.npmrc': 'registry=https://evil.example/\n' });
    const args = ['setup', '--scope', '@acme', '--yes'];
    expect((await setup(here, args, { PANTRY_TOKEN: 'pantry_secret' })).code).toBe(0);
    expect(existsSync(path.join(here.home, '.npmrc'))).toBe(false);
  });

  test('of npm that is there already stays; one that was written here is renewed', async () => {
    const here = machine({ 'package.json': '{}' });
    const npmrc = path.join(here.home, '.npmrc');
    write(npmrc, '//npm.example.com/:_authToken=mine\n');
    logIn(here);
    await setup(here, [...ACME, '--yes']);
    expect(text(here, npmrc)).toBe('//npm.example.com/:_authToken=mine\n');
    write(npmrc, '');
    await setup(here, [...ACME, '--yes']);
    expect(text(here, npmrc)).toContain('pantry_secret');
    const kept = { registries: { [URL]: { token: 'pantry_later' } } };
    write(path.join(here.home, '.pantry', 'credentials'), JSON.stringify(kept));
    await setup(here, [...ACME, '--yes']);
    expect(text(here, npmrc)).toBe('//npm.example.com/:_authToken=pantry_later\n');
  });
});

describe('pantry setup --undo', () => {
  const undo = ['setup', '--undo', '--yes'];

  test('leaves lines that were added since, and a value that was changed since', async () => {
    const here = machine({ ...ALL_MARKS, '.npmrc': 'a=b\n' });
    await setup(here, [...ACME, '--scope', '@other', '--yes']);
    const npmrc = text(here, '.npmrc');
    write(
      path.join(here.project, '.npmrc'),
      `top=1\n${npmrc.replace(`@acme:registry=${URL}/`, '@acme:registry=https://mine.example/')}end=1\n`,
    );
    write(path.join(here.project, 'bunfig.toml'), `# mine\n${text(here, 'bunfig.toml')}`);
    const { code, stderr } = await setup(here, undo);
    expect(code).toBe(0);
    expect(stderr).toContain('@acme:registry in');
    expect(stderr).toContain('was changed since, and stays as it is');
    expect(text(here, '.npmrc')).toBe('top=1\na=b\n@acme:registry=https://mine.example/\nend=1\n');
    expect(text(here, 'bunfig.toml')).toBe('# mine\n');
    expect(existsSync(path.join(here.project, 'pnpm-workspace.yaml'))).toBe(false);
  });

  test('finds its values where a program has laid out the file anew', async () => {
    const here = machine({ ...ALL_MARKS, 'deno.json': '{ "lock": false }\n' });
    await setup(here, [...ACME, '--yes']);
    write(
      path.join(here.project, '.yarnrc.yml'),
      `npmPreapprovedPackages: ["@acme/*", "@mine/*"]\n\nnpmScopes: { acme: { npmRegistryServer: "${URL}" } }\n`,
    );
    const deno = JSON.parse(text(here, 'deno.json'));
    write(path.join(here.project, 'deno.json'), JSON.stringify({ ...deno, imports: {} }));
    await setup(here, undo);
    expect(text(here, '.yarnrc.yml')).toBe('npmPreapprovedPackages: [ "@mine/*" ]\n');
    expect(JSON.parse(text(here, 'deno.json'))).toEqual({ lock: false, imports: {} });
  });

  test('takes back several runs, once', async () => {
    const here = machine(ALL_MARKS);
    const before = everything(here);
    await setup(here, [...ACME, '--yes']);
    await setup(here, ['setup', '--registry', URL, '--scope', '@b', '--scope', '@c', '--yes']);
    await setup(here, ['setup', '--registry', 'https://b.example', '--all', '--yes']);
    expect((await setup(here, undo)).code).toBe(0);
    expect(everything(here)).toEqual(before);
    expect((await setup(here, undo)).stdout).toContain('nothing to take back');
  });

  test('does not touch what was set up for another project', async () => {
    const here = machine(ALL_MARKS);
    await setup(here, [...ACME, '--yes']);
    const other = { ...machine({ 'package.json': '{}' }), home: here.home };
    expect((await setup(other, undo)).stdout).toContain('nothing to take back');
    expect(text(here, '.npmrc')).toContain('@acme');
  });

  test('of a file that was broken since is one sentence, and writes nothing', async () => {
    const here = machine(ALL_MARKS);
    await setup(here, [...ACME, '--yes']);
    write(path.join(here.project, '.yarnrc.yml'), 'a: [\n');
    const before = everything(here);
    const { code, stderr } = await setup(here, undo);
    expect([code, stderr]).toEqual([1, expect.stringContaining(".yarnrc.yml can't be changed")]);
    expect(everything(here)).toEqual(before);
  });

  test('with a damaged memory of what was written says so', async () => {
    const here = machine(ALL_MARKS);
    await setup(here, [...ACME, '--yes']);
    const folder = path.join(here.home, '.pantry', 'setup');
    expect(statSync(folder).mode & 0o077).toBe(0);
    for (const name of readdirSync(folder)) write(path.join(folder, name), '{');
    expect((await setup(here, undo)).stderr).toMatch(/setup\/.* is damaged: delete it/);
  });
});

describe.runIf(hasTerminal)('in a terminal', () => {
  test('what comes from there is asked, the change is shown, and agreed to', async () => {
    const here = machine({ 'package.json': '{"name": "@own/x"}' });
    const args = ['setup', '--registry', URL];
    const { code, text: shown } = await inTerminal(here, args, [
      [/Which packages come from there\?/, ''],
      [/Write this\?/, ''],
    ]);
    expect(shown).toContain(`+ @own:registry=${URL}/`);
    expect(code).toBe(0);
    expect(text(here, '.npmrc')).toBe(`@own:registry=${URL}/\n`);
  });

  test('Ctrl-C and "no" write nothing', async () => {
    for (const answer of [CTRL_C, 'n']) {
      const here = machine({ 'package.json': '{"name": "@own/x"}' });
      const before = everything(here);
      const { code } = await inTerminal(here, ACME, [[/Write this\?/, answer]]);
      expect(code).toBe(130);
      expect(everything(here)).toEqual(before);
    }
  });

  test('a file that is changed while it is asked is not overwritten', async () => {
    const here = machine({ 'package.json': '{}', '.npmrc': 'a=b\n' });
    const file = path.join(here.project, '.npmrc');
    const { code, text: shown } = await run([process.execPath, COMMAND, ...ACME], {
      cwd: here.project,
      terminal: true,
      answers: [
        [
          /Write this\?/,
          () => {
            write(file, 'mine=1\n');
            return '';
          },
        ],
      ],
      env: { PATH: '/usr/bin:/bin', HOME: here.home, TERM: 'xterm' },
    });
    expect(shown.replaceAll(/\s+/g, ' ')).toContain('somebody else changed it meanwhile');
    expect(code).toBe(1);
    expect(text(here, '.npmrc')).toBe('mine=1\n');
  });
});
