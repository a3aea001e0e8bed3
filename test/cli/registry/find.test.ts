import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';

import { changeCredentialFile } from '../../../cli/registry/credential-file.ts';
import { findCredential } from '../../../cli/registry/find-credential.ts';
import { findRegistry } from '../../../cli/registry/find-registry.ts';
import { openTerminal } from '../../../cli/terminal/open-terminal.ts';
import { folder } from '../../target.ts';

interface Place {
  readonly values?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the project, which is a checkout. */
  readonly project?: Readonly<Record<string, string>>;
  /** `~/.npmrc` */
  readonly npmrc?: string;
  readonly logins?: Readonly<Record<string, { readonly token: string }>>;
  readonly current?: string;
}

/** A call from a project in somebody's home, and what it warns of. */
async function place({ values = {}, env = {}, project = {}, ...home }: Place) {
  const HOME = folder();
  const cwd = path.join(HOME, 'project');
  mkdirSync(cwd);
  execFileSync('git', ['init', '--quiet', cwd]);
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...project })) {
    writeFileSync(path.join(cwd, name), text);
  }
  if (home.npmrc !== undefined) writeFileSync(path.join(HOME, '.npmrc'), home.npmrc);
  if (home.logins) {
    const { current, logins } = home;
    await changeCredentialFile({ HOME }, () => ({
      ...(current && { current }),
      registries: logins,
    }));
  }
  const warnings: string[] = [];
  const terminal = { ...openTerminal(true, {}), warn: (text: string) => void warnings.push(text) };
  return { call: { values, env: { HOME, PREFIX: HOME, ...env }, cwd, terminal }, warnings };
}

const about = { name: parsePackageName('@acme/tool') };
const A = 'https://a.example.com';

const publishConfig = (name: string): string | undefined =>
  name === 'registry' ? 'https://own.example.com' : undefined;

describe('the registry', () => {
  const all = {
    values: { registry: 'https://option.example.com/' },
    env: { PANTRY_REGISTRY: 'https://env.example.com/' },
    project: {
      '.npmrc': '@acme:registry=https://scope.example.com/\nregistry=https://npm.example.com/\n',
    },
    current: 'https://login.example.com',
    logins: {},
  };
  test.each([
    ['the option', all, 'https://option.example.com'],
    ['the environment', { ...all, values: {} }, 'https://env.example.com'],
    ["the scope's", { ...all, values: {}, env: {} }, 'https://scope.example.com'],
    [
      "npm's",
      { ...all, values: {}, env: {}, project: { '.npmrc': 'registry=https://npm.example.com' } },
      'https://npm.example.com',
    ],
    ['that of the last login', { current: all.current, logins: {} }, 'https://login.example.com'],
  ])('is that of %s, before all that follow', async (_, where, url) => {
    const { call } = await place(where);
    expect(await findRegistry(call, about)).toMatchObject({ url });
  });

  test("is the package's own where it says so, and then the project's word", async () => {
    const { call } = await place({});
    expect(await findRegistry(call, { ...about, publishConfig })).toEqual({
      url: 'https://own.example.com',
      from: 'publishConfig in package.json',
      ofProject: true,
    });
  });

  test('is asked for where nothing says so, and has to be a URL', async () => {
    await expect(findRegistry((await place({})).call)).rejects.toThrow(/say which registry/);
    const wrong = await place({ values: { registry: 'npm.example.com' } });
    await expect(findRegistry(wrong.call)).rejects.toThrow(/is no registry: it must be a URL/);
  });

  test("knows whether the project's .npmrc said so, or its owner's", async () => {
    const text = 'registry=https://npm.example.com/';
    const project = await place({ project: { '.npmrc': text } });
    expect(await findRegistry(project.call)).toMatchObject({ ofProject: true });
    const own = await place({ npmrc: text });
    expect(await findRegistry(own.call)).toMatchObject({ ofProject: false });
  });
});

const IGNORED = { '.gitignore': '.env\n', '.env': 'PANTRY_TOKEN=dotenv\n' };

describe('the credential', () => {
  const all: Place = {
    values: { token: 'option' },
    env: { PANTRY_TOKEN: 'env' },
    project: IGNORED,
    logins: { [A]: { token: 'login' } },
    npmrc: '//a.example.com/:_authToken=npm\n',
  };
  const { npmrc = '' } = all;
  const here = { url: A, from: '--registry', ofProject: false };
  const find = async (where: Place, registry = here, seeking = {}) => {
    const { call, warnings } = await place(where);
    const found = await findCredential(call, registry, seeking);
    return { authorization: found?.authorization, from: found?.from, warnings };
  };

  test.each<[string, Place, string]>([
    ['the option', all, 'option'],
    ['the environment', { ...all, values: {} }, 'env'],
    ["the project's .env", { ...all, values: {}, env: {} }, 'dotenv'],
    ['`pantry login`', { logins: all.logins ?? {}, npmrc }, 'login'],
    ['npm', { npmrc }, 'npm'],
  ])('is that of %s, before all that follow', async (_, where, token) => {
    expect(await find(where)).toMatchObject({ authorization: `Bearer ${token}`, warnings: [] });
  });

  test('is none where nobody has said one, or one for another registry', async () => {
    expect(await find({})).toMatchObject({ authorization: undefined });
    const other = { ...here, url: 'https://b.example.com' };
    const { logins = {} } = all;
    expect(await find({ logins, npmrc }, other)).toMatchObject({ authorization: undefined });
  });

  test('is not taken from a .env that git would commit, and that is said', async () => {
    const project = { '.env': 'PANTRY_TOKEN=dotenv\n' };
    const { authorization, warnings } = await find({ project, npmrc });
    expect(authorization).toBe('Bearer npm');
    expect(warnings).toEqual([
      expect.stringMatching(/is not used, since git does not ignore that file/),
    ]);
  });

  test("is not one that fits everywhere where the project's .npmrc named the registry", async () => {
    const ofProject = { ...here, ofProject: true };
    const near = { env: { PANTRY_TOKEN: 'env' }, project: IGNORED };
    expect(await find(near, ofProject)).toMatchObject({ authorization: undefined });
    const known = { ...near, logins: { [A]: { token: 'login' } } };
    expect(await find(known, ofProject)).toMatchObject({ authorization: 'Bearer login' });
    const trusting = { trustsProject: true };
    expect(await find(near, ofProject, trusting)).toMatchObject({ authorization: 'Bearer env' });
    const said = { ...near, values: { token: 'option' } };
    expect(await find(said, ofProject)).toMatchObject({ authorization: 'Bearer option' });
  });

  test('tells where it was', async () => {
    expect((await find({ env: { PANTRY_TOKEN: 'env' } })).from).toBe('PANTRY_TOKEN');
    expect((await find({ project: IGNORED })).from).toMatch(/project\/\.env$/);
    expect((await find({ npmrc })).from).toBe("npm's configuration");
  });
});
