import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';

import { findDestination } from '../../cli/publishing/destination.ts';
import { parseNpmrc, readNpmConfig } from '../../cli/publishing/npmrc.ts';
import { folder } from '../target.ts';

describe('.npmrc', () => {
  test('is read as npm reads it', () => {
    const text = [
      '; a comment',
      '# another',
      'registry = https://a.example.com/ ; said why',
      '//a.example.com/:_authToken=${TOKEN}',
      'missing=${NOT_SET}',
      'optional=${NOT_SET?}',
      'quoted="with ; and \\"marks\\""',
      "single='as it is'",
      'escaped=a\\;b',
      'dry-run',
      '_auth=YTpi==',
      '',
    ].join('\r\n');
    expect(Object.fromEntries(parseNpmrc(text, { TOKEN: 'secret' }))).toEqual({
      registry: 'https://a.example.com/',
      '//a.example.com/:_authToken': 'secret',
      missing: '${NOT_SET}',
      optional: '',
      quoted: 'with ; and "marks"',
      single: 'as it is',
      escaped: 'a;b',
      'dry-run': 'true',
      _auth: 'YTpi==',
    });
  });

  test("outweighs what comes after it: environment, project, user, everybody's", () => {
    const home = folder();
    const project = path.join(home, 'project', 'deep');
    mkdirSync(project, { recursive: true });
    mkdirSync(path.join(home, 'etc'));
    writeFileSync(path.join(home, 'project', 'package.json'), '{}');
    writeFileSync(path.join(home, 'project', '.npmrc'), 'a=project\nb=project\n');
    writeFileSync(path.join(home, '.npmrc'), 'a=user\nb=user\nc=user\n');
    writeFileSync(path.join(home, 'etc', 'npmrc'), 'c=all\nd=all\n');
    const env = {
      HOME: home,
      PREFIX: home,
      npm_config_a: 'environment',
      NPM_CONFIG_STRICT_SSL: 'false',
      'npm_config_//host/:_authToken': 'Token',
    };
    const config = readNpmConfig(project, env);
    const names = ['a', 'b', 'c', 'd', 'e', 'strict-ssl', '//host/:_authToken'];
    expect(names.map(config)).toEqual([
      'environment',
      'project',
      'user',
      'all',
      undefined,
      'false',
      'Token',
    ]);
  });
});

const nothing = () => undefined;

const authorization = (url: string, npmrc: string): string => {
  const config = parseNpmrc(npmrc, {});
  const name = parsePackageName('x');
  return findDestination(name, url, nothing, (key) => config.get(key)).authorization;
};

describe('credentials', () => {
  test('belong to a host, its port and the path above the registry', () => {
    const npmrc = '//h.example.com:81/a/:_authToken=near\n//h.example.com:81/:_authToken=far\n';
    expect(authorization('https://h.example.com:81/a/b/', npmrc)).toBe('Bearer near');
    expect(authorization('https://h.example.com:81/c', npmrc)).toBe('Bearer far');
    for (const other of [
      'https://h.example.com/',
      'https://example.com:81',
      'https://h.example.co:81',
    ]) {
      expect(() => authorization(other, npmrc)).toThrow('npm login --registry');
    }
  });

  test('may be a name and a password', () => {
    const password = Buffer.from('pass word').toString('base64');
    const pair = Buffer.from('me:pass word').toString('base64');
    const two = `//h.example.com/:username=me\n//h.example.com/:_password=${password}\n`;
    expect(authorization('https://h.example.com', two)).toBe(`Basic ${pair}`);
    const one = `//h.example.com/:_auth=${pair}\n`;
    expect(authorization('https://h.example.com', one)).toBe(`Basic ${pair}`);
  });
});
