import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { credentialFor } from '../../cli/registry/credentials.ts';
import { readNpmConfig } from '../../cli/registry/npmrc.ts';
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
