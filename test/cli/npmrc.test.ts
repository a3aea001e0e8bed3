import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { credentialFor } from '../../cli/registry/credentials.ts';
import { forgetInNpmConfig, readNpmConfig, saveToNpmConfig } from '../../cli/registry/npmrc.ts';
import { folder } from '../target.ts';

/** What a project's `.npmrc` says, to somebody who has none of their own. */
async function configOf(npmrc: string, more: Readonly<Record<string, string>> = {}) {
  const home = folder();
  writeFileSync(path.join(home, 'package.json'), '{}');
  writeFileSync(path.join(home, '.npmrc'), npmrc);
  const elsewhere = folder();
  return readNpmConfig(home, { HOME: elsewhere, PREFIX: elsewhere, ...more });
}

describe('.npmrc', () => {
  test('is read with its variables', async () => {
    const text = [
      '; a comment',
      'registry = https://a.example.com/ ; said why',
      '//a.example.com/:_authToken=${TOKEN}',
      '//b.example.com/:_authToken=${NOT_SET}',
      '@acme:registry=https://acme.example.com/',
      '',
    ].join('\r\n');
    const config = await configOf(text, { TOKEN: 'secret' });
    expect(config('registry')).toBe('https://a.example.com/');
    expect(config('@acme:registry')).toBe('https://acme.example.com/');
    expect(config('//a.example.com/:_authToken')).toBe('secret');
    expect(config('//b.example.com/:_authToken')).toBe('${NOT_SET}');
  });

  test('says nothing where its user said nothing, though npm has a value of its own', async () => {
    const config = await configOf('');
    expect([config('registry'), config('tag'), config('otp')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("outweighs what comes after it: environment, project, user, everybody's", async () => {
    const home = folder();
    const project = path.join(home, 'project', 'deep');
    mkdirSync(project, { recursive: true });
    mkdirSync(path.join(home, 'etc'));
    writeFileSync(path.join(home, 'project', 'package.json'), '{}');
    writeFileSync(
      path.join(home, 'project', '.npmrc'),
      '@a:registry=project\n@b:registry=project\n',
    );
    writeFileSync(path.join(home, '.npmrc'), '@b:registry=user\n@c:registry=user\n');
    writeFileSync(path.join(home, 'etc', 'npmrc'), '@c:registry=all\n@d:registry=all\n');
    const config = await readNpmConfig(project, {
      HOME: home,
      PREFIX: home,
      'npm_config_@a:registry': 'environment',
      'npm_config_//host/:_authToken': 'Token',
    });
    const scopes = ['a', 'b', 'c', 'd'].map((scope) => config(`@${scope}:registry`));
    expect(scopes).toEqual(['environment', 'project', 'user', 'all']);
    expect(config('//host/:_authToken')).toBe('Token');
  });
});

describe('a project’s .npmrc', () => {
  test.each([
    ['registry', 'registry=https://a.example.com/${PANTRY_TOKEN}/'],
    ['registry', 'registry=https://me:${npm_password?}@a.example.com/'],
    ['@acme:registry', '@acme:registry=https://a.example.com/?${NODE_AUTH_TOKEN}'],
    ['registry', 'regi${NOTHING?}stry=https://a.example.com/${AWS_SECRET_ACCESS_KEY}'],
  ])('gets no credential of the environment into a registry: %s, %#', async (name, npmrc) => {
    const config = await configOf(`${npmrc}\n`, { PANTRY_TOKEN: 'secret', npm_password: 'secret' });
    expect(() => config(name)).toThrow(
      /^"(?:@acme:)?registry" in the project's \.npmrc has \w+ in it, which is not sent to where such a file says/,
    );
  });

  test('may have other variables in a registry, and credentials that are for one host', async () => {
    const text = 'registry=https://${HOST}/\n//${HOST}/:_authToken=${TOKEN}\n';
    const config = await configOf(text, { HOST: 'a.example.com', TOKEN: 'secret' });
    expect(config('registry')).toBe('https://a.example.com/');
    expect(config('//a.example.com/:_authToken')).toBe('secret');
  });

  test('of a user is their own, and may have them', async () => {
    const home = folder();
    writeFileSync(path.join(home, '.npmrc'), 'registry=https://a.example.com/${TOKEN}/\n');
    const config = await readNpmConfig(folder(), { HOME: home, PREFIX: home, TOKEN: 'x' });
    expect(config('registry')).toBe('https://a.example.com/x/');
  });

  test.each([
    ['userconfig=strange', 'strange'],
    ['globalconfig=strange', 'strange'],
    ['prefix=.', 'etc/npmrc'],
    ['', '.npmrc'],
  ])('is not the only file that is the project’s: %s', async (line, file) => {
    const project = folder();
    mkdirSync(path.join(project, 'etc'));
    writeFileSync(path.join(project, 'package.json'), '{}');
    writeFileSync(path.join(project, '.npmrc'), line.replace('=', `=${project}/`));
    writeFileSync(path.join(project, file), 'registry=https://a.example.com/\n');
    const config = await readNpmConfig(project, { HOME: folder(), PREFIX: folder() });
    expect([config('registry'), config.ofProject('registry')]).toEqual([
      'https://a.example.com/',
      true,
    ]);
    expect(config.beyondProject('registry')).toBeUndefined();
  });

  test('has no npmrc beside it, which would count as npm’s own', async () => {
    const project = folder();
    writeFileSync(path.join(project, 'npmrc'), 'registry=https://a.example.com/\n');
    const config = await readNpmConfig(project, { HOME: folder(), PREFIX: folder() });
    expect(config('registry')).toBeUndefined();
  });
});

test('a token is kept and forgotten where the user’s file is named twice', async () => {
  const home = folder();
  const file = path.join(home, 'own');
  const before = '//b.example.com/:_authToken=other\n';
  writeFileSync(file, before);
  const env = { HOME: home, npm_config_userconfig: file, NPM_CONFIG_USERCONFIG: file };
  const login = { url: 'https://a.example.com', token: 'secret' };
  expect(await saveToNpmConfig(folder(), env, login)).toBe(file);
  const after = `${before}//a.example.com/:_authToken=secret\n`;
  expect(readFileSync(file, 'utf8')).toBe(after);
  await forgetInNpmConfig(folder(), env, login);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

const authorization = async (url: string, npmrc: string): Promise<string | undefined> =>
  credentialFor(url, await configOf(npmrc))?.authorization;

describe('credentials', () => {
  test('belong to a host, its port and the path above the registry', async () => {
    const npmrc = '//h.example.com:81/a/:_authToken=near\n//h.example.com:81/:_authToken=far\n';
    expect(await authorization('https://h.example.com:81/a/b/', npmrc)).toBe('Bearer near');
    expect(await authorization('https://h.example.com:81/c', npmrc)).toBe('Bearer far');
    for (const other of [
      'https://h.example.com/',
      'https://example.com:81',
      'https://h.example.co:81',
    ]) {
      expect(await authorization(other, npmrc)).toBe(undefined);
    }
  });

  test('may be a name and a password', async () => {
    const password = Buffer.from('pass word').toString('base64');
    const pair = Buffer.from('me:pass word').toString('base64');
    const two = `//h.example.com/:username=me\n//h.example.com/:_password=${password}\n`;
    expect(await authorization('https://h.example.com', two)).toBe(`Basic ${pair}`);
    const one = `//h.example.com/:_auth=${pair}\n`;
    expect(await authorization('https://h.example.com', one)).toBe(`Basic ${pair}`);
  });
});
