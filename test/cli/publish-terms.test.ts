import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { PASSWORD, user } from '../client.ts';
import { run } from '../clients/run.ts';
import { hasTerminal } from '../clients/terminal.ts';
import type { Answer } from '../clients/typist.ts';
import { type Manifest, pack, uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { COMMAND, pantry } from './run.ts';

const registry = await server();
const alice = await user(registry, 'alice');
const { host } = new URL(registry.url);

/** A user's folder with a packed package, and an .npmrc. */
function home(manifest: Manifest, files = {}, npmrc?: string) {
  const dir = folder();
  writeFileSync(path.join(dir, 'p.tgz'), pack(manifest, files));
  const usual = `registry=${registry.url}/\n//${host}/:_authToken=\${PANTRY_TEST_TOKEN}\n`;
  writeFileSync(path.join(dir, '.npmrc'), npmrc ?? usual);
  return { dir };
}

const TOKEN = { PANTRY_TEST_TOKEN: alice.token };
const fresh = (): Manifest => ({ name: uniqueName(), version: '1.0.0' });

const inTerminal = async (dir: string, answers: readonly Answer[]) =>
  run([process.execPath, COMMAND, 'publish', 'p.tgz'], {
    cwd: dir,
    env: { PATH: process.env['PATH'] ?? '', HOME: dir },
    terminal: true,
    answers,
  });

describe('pantry publish', () => {
  test('says that what is there with the same content is there, and refuses other content', async () => {
    const manifest = fresh();
    const { dir } = home(manifest);
    expect((await pantry(dir, ['publish', 'p.tgz'], TOKEN)).code).toBe(0);
    const again = await pantry(dir, ['publish', 'p.tgz'], TOKEN);
    expect([again.code, again.stdout]).toEqual([
      0,
      `${manifest.name}@1.0.0 is there already, with the same content\n`,
    ]);
    const other = await pantry(home(manifest, { other: 'x' }).dir, ['publish', 'p.tgz'], TOKEN);
    expect([other.code, other.stdout]).toEqual([1, '']);
    expect(other.stderr).toMatch(/@1\.0\.0 is published already, with other content: raise "vers/);
  });

  test('takes a token from the standard input', async () => {
    const manifest = fresh();
    const { dir } = home(manifest, {}, '');
    const args = ['publish', 'p.tgz', '--token', '-', '--registry', registry.url];
    const input = `${alice.token}\n`;
    expect(await pantry(dir, args, {}, { input })).toMatchObject({ code: 0 });
    expect((await alice.get(`/${manifest.name}`)).status).toBe(200);
    expect((await pantry(dir, args)).stderr).toContain('there is nothing in it');
  });

  test('gives no token of the environment to whom a tarball names', async () => {
    const publishConfig = { registry: registry.url };
    const { dir } = home({ ...fresh(), publishConfig }, {}, '');
    const { code, stderr } = await pantry(dir, ['publish', 'p.tgz'], { PANTRY_TOKEN: alice.token });
    expect([code, stderr]).toEqual([3, expect.stringContaining('you are not logged in there')]);
    writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ ...fresh(), publishConfig }));
    expect((await pantry(dir, ['publish'], { PANTRY_TOKEN: alice.token })).code).toBe(0);
  });

  test.runIf(hasTerminal)('logs in in a terminal where nobody is, and keeps that', async () => {
    const manifest = fresh();
    const { dir } = home(manifest, {}, `registry=${registry.url}/\n`);
    const { code, text } = await inTerminal(dir, [
      [/You are not logged in at .*Log in now\?/s, 'y'],
      [/Name/, alice.name],
      [/Password/, PASSWORD],
    ]);
    expect([code, text]).toEqual([0, expect.stringContaining(`+ ${manifest.name}@1.0.0`)]);
    expect(text).not.toContain(PASSWORD);
    const again = await pantry(dir, ['publish', 'p.tgz']);
    expect([again.code, again.stderr]).toEqual([
      0,
      expect.stringContaining('as `pantry login` says, there already'),
    ]);
  });

  test.runIf(hasTerminal)('says how to log in where somebody does not want to now', async () => {
    const { dir } = home(fresh(), {}, `registry=${registry.url}/\n`);
    const { code, text } = await inTerminal(dir, [[/Log in now\?/, 'n']]);
    expect([code, text]).toEqual([3, expect.stringContaining('run `pantry login --registry')]);
  });

  test.runIf(hasTerminal)(
    'is stopped by Ctrl-D at a question, and says so by its exit code',
    async () => {
      const { dir } = home(fresh(), {}, `registry=${registry.url}/\n`);
      expect((await inTerminal(dir, [[/Log in now\?/, '\u0004']])).code).toBe(130);
    },
  );

  test.each([[{}], [{ name: '_x', version: '1.0.0' }], [{ name: 'x', version: '' }]])(
    'says in a sentence what is wrong with %j',
    async (packageJson) => {
      const { dir } = home(fresh());
      writeFileSync(path.join(dir, 'package.json'), JSON.stringify(packageJson));
      const { code, stderr } = await pantry(dir, ['publish'], TOKEN);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^pantry: .+\n$/)]);
    },
  );

  test('keeps latest from becoming older where nobody says a tag', async () => {
    const { name } = fresh();
    await alice.publish({ name, version: '2.0.0' });
    const { dir } = home({ name, version: '1.0.1' });
    const { code, stderr } = await pantry(dir, ['publish', 'p.tgz'], TOKEN);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/latest is 2\.0\.0.*--tag release-1\n$/),
    ]);
    expect((await pantry(dir, ['publish', 'p.tgz', '--tag', 'release-1'], TOKEN)).code).toBe(0);
    const { body } = await alice.get(`/${name}`);
    expect(body['dist-tags']).toEqual({ latest: '2.0.0', 'release-1': '1.0.1' });
  });

  test.runIf(hasTerminal)('asks in a terminal for the tag of a prerelease', async () => {
    const { name } = fresh();
    const { dir } = home({ name, version: '1.0.0-rc.1' });
    const env = { PATH: process.env['PATH'] ?? '', HOME: dir, ...TOKEN };
    const { code } = await run([process.execPath, COMMAND, 'publish', 'p.tgz'], {
      cwd: dir,
      env,
      terminal: true,
      answers: [[/Under which tag\?/, '']],
    });
    expect(code).toBe(0);
    expect((await alice.get(`/${name}`)).body['dist-tags']).toMatchObject({ rc: '1.0.0-rc.1' });
  });
});
