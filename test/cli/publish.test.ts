import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { anonymous, escape, user } from '../client.ts';
import { run } from '../clients/run.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { integrityOf, type Manifest, pack, shasumOf, uniqueName } from '../packages.ts';
import { approve } from '../staging.ts';
import { folder, server } from '../target.ts';
import { COMMAND, pantry } from './run.ts';

const registry = await server();
const alice = await user(registry, 'alice');
const { host } = new URL(registry.url);

/** A user's folder with a packed package, and an .npmrc. */
function home(manifest: Manifest, files = {}, npmrc?: string) {
  const dir = folder();
  const tarball = pack(manifest, files);
  writeFileSync(path.join(dir, 'p.tgz'), tarball);
  const usual = `registry=${registry.url}/\n//${host}/:_authToken=\${PANTRY_TEST_TOKEN}\n`;
  writeFileSync(path.join(dir, '.npmrc'), npmrc ?? usual);
  return { dir, tarball };
}

const TOKEN = { PANTRY_TEST_TOKEN: alice.token };
const fresh = (more: object = {}): Manifest => ({ name: uniqueName(), version: '1.0.0', ...more });

describe('pantry publish', () => {
  test('publishes 8 MB as npm is logged in, says what and where, and when it can be installed', async () => {
    const manifest = fresh({ dependencies: { ms: '^2.0.0' } });
    const { dir, tarball } = home(manifest, {
      'data.bin': randomBytes(8 << 20),
      'README.md': '# Large',
    });
    const { name } = manifest;
    const { code, stdout, stderr } = await pantry(dir, ['publish', 'p.tgz'], TOKEN);
    expect([code, stdout]).toEqual([0, `+ ${name}@1.0.0\n`]);
    expect(stderr).toMatch(/ {2}8 MB {2}data\.bin\n/);
    expect(stderr).toContain(
      `→ ${name}@1.0.0 to ${registry.url} (tag latest, as npm's configuration says)`,
    );
    expect(stderr).toContain(`npm install ${name}@1.0.0 --registry ${registry.url}`);
    expect((await alice.get(`/${name}`)).body).toMatchObject({
      readme: '# Large',
      'dist-tags': { latest: '1.0.0' },
      versions: {
        '1.0.0': {
          dependencies: { ms: '^2.0.0' },
          dist: { integrity: integrityOf(tarball), fileCount: 3 },
        },
      },
    });
    const read = await anonymous(registry).get(`/${name}/-/${name}-1.0.0.tgz`);
    expect(tarball.equals(read.body)).toBe(true);
  });

  test('takes a code of a second factor, and says where one is missing', async () => {
    const { alice: careful, phone } = await enrolled(registry);
    const { dir } = home(fresh());
    const env = { PANTRY_TEST_TOKEN: careful.token };
    const { code, stderr } = await pantry(dir, ['publish', 'p.tgz'], env);
    expect([code, stderr]).toEqual([3, expect.stringContaining('This needs a one-time pass')]);
    const given = await pantry(dir, ['publish', 'p.tgz', '--otp', phone.fresh()], env);
    expect(given.code).toBe(0);
  });

  test.runIf(hasTerminal)('asks for the code on a terminal once the tarball is there', async () => {
    const { alice: careful, phone } = await enrolled(registry);
    const { dir } = home(fresh());
    const env = { PATH: process.env['PATH'] ?? '', HOME: dir, PANTRY_TEST_TOKEN: careful.token };
    const { code, text } = await run([process.execPath, COMMAND, 'publish', 'p.tgz'], {
      cwd: dir,
      env,
      terminal: true,
      answers: [[/one-time pass/, phone.fresh()]],
    });
    expect([code, text]).toEqual([0, expect.stringContaining('@1.0.0')]);
  });

  test('stages what a person shall approve, and says how', async () => {
    const manifest = fresh();
    const { dir } = home(manifest, { 'data.bin': randomBytes(8 << 20) });
    const { code, stdout } = await pantry(dir, ['publish', 'p.tgz', '--staged'], TOKEN);
    const [, id = ''] = / is staged: npm stage approve ([\da-f-]{36})\n$/.exec(stdout) ?? [];
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${manifest.name}@1.0.0`)]);
    expect((await alice.get(`/${manifest.name}`)).status).toBe(404);
    const again = await pantry(dir, ['publish', 'p.tgz', '--staged', '--json'], TOKEN);
    expect(JSON.parse(again.stdout)).toMatchObject({ stageId: id });
    expect((await approve(alice, id)).status).toBe(200);
    expect((await alice.get(`/${manifest.name}`)).status).toBe(200);
  });

  test('takes tag, access and registry from its options', async () => {
    const manifest = fresh({ name: `@${uniqueName('scope')}/${uniqueName()}` });
    const npmrc = `registry=http://127.0.0.1:1/\n//${host}/:_authToken=${alice.token}\n`;
    const { dir, tarball } = home(manifest, {}, npmrc);
    const args = ['--registry', registry.url, '--tag=next', '--access', 'restricted', '--json'];
    const { code, stdout } = await pantry(dir, ['publish', 'p.tgz', ...args]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      id: `${manifest.name}@1.0.0`,
      ...manifest,
      size: tarball.length,
      unpackedSize: JSON.stringify(manifest).length,
      integrity: integrityOf(tarball),
      shasum: shasumOf(tarball),
      entryCount: 1,
      files: [{ path: 'package.json', size: JSON.stringify(manifest).length }],
      registries: [
        {
          driver: 'pantry',
          registry: registry.url,
          name: manifest.name,
          tag: 'next',
          access: 'restricted',
          as: "npm's configuration",
          state: 'published',
          url: `${registry.url}/${manifest.name}/1.0.0`,
        },
      ],
    });
    const at = `/${escape(manifest.name)}`;
    expect((await anonymous(registry).get(at)).status).toBe(404);
    expect((await alice.get(at)).body['dist-tags']).toMatchObject({ next: '1.0.0' });
  });

  test("finds a scope's registry, and the package's own settings of publishing", async () => {
    const scope = `@${uniqueName('scope')}`;
    const manifest = fresh({
      name: `${scope}/${uniqueName()}`,
      publishConfig: { tag: 'beta', registry: 'http://127.0.0.1:1' },
    });
    const npmrc = `${scope}:registry=${registry.url}\n//${host}/:_authToken=${alice.token}\n`;
    const { dir } = home(manifest, {}, npmrc);
    expect((await pantry(dir, ['publish', 'p.tgz'])).code).toBe(0);
    const { body } = await alice.get(`/${escape(manifest.name)}`);
    expect(body['dist-tags']).toMatchObject({ beta: '1.0.0' });
  });

  test('shows the reason of the registry when it refuses', async () => {
    const { name } = fresh();
    await alice.publish({ name, version: '1.0.0' });
    const { dir } = home({ name, version: '1.0.1' });
    const bob = await user(registry, 'bob');
    const env = { PANTRY_TEST_TOKEN: bob.token };
    const { code, stdout, stderr } = await pantry(dir, ['publish', 'p.tgz'], env);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/was refused: .*owner/);
  });

  test.each([
    [
      'no package',
      fresh(),
      ['publish'],
      1,
      /there is no .*package\.json: run it in the folder of a/,
    ],
    ['two files', fresh(), ['publish', 'p.tgz', 'q.tgz'], 2, /"q.tgz" is one word too many/],
    ['an unknown option', fresh(), ['publish', 'p.tgz', '--tga', 'x'], 2, /--tga/],
    [
      'a file that is not there',
      fresh(),
      ['publish', 'q.tgz'],
      1,
      /there is no folder or \.tgz q\.tgz/,
    ],
    ['what is no tarball', fresh(), ['publish', '.npmrc'], 1, /\.npmrc: .*gzip/],
    ['a private package', fresh({ private: true }), ['publish', 'p.tgz'], 1, /private/],
    ['a prerelease', fresh({ version: '1.0.0-rc.1' }), ['publish', 'p.tgz'], 1, /--tag next/],
    ['an access', fresh(), ['publish', 'p.tgz', '--access', 'secret'], 2, /public or restricted/],
    [
      'a tag',
      fresh(),
      ['publish', 'p.tgz', '--tag', '1.x'],
      2,
      /look like a version, as "1\.x" does/,
    ],
    [
      'restricting what has no scope',
      fresh(),
      ['publish', 'p.tgz', '--access', 'restricted'],
      1,
      /has no scope/,
    ],
    [
      'provenance outside of CI',
      fresh(),
      ['publish', 'p.tgz', '--provenance', '--access', 'public'],
      1,
      /no provenance: it is made in GitHub Actions and GitLab CI only/,
    ],
    [
      'a registry that is not there',
      fresh(),
      ['publish', 'p.tgz', '--registry', 'http://127.0.0.1:1', '--token', 'x'],
      4,
      /127\.0\.0\.1:1 could not be reached/,
    ],
    ['a registry', fresh(), ['publish', 'p.tgz', '--registry', 'x'], 1, /"x" is no registry/],
    [
      'a registry without login',
      fresh(),
      ['publish', 'p.tgz', '--registry', 'https://npm.example.com/a/'],
      3,
      /pantry login --registry https:\/\/npm\.example\.com\/a`/,
    ],
  ])('refuses %s in a sentence', async (_, manifest, args, expected, sentence) => {
    const { dir } = home(manifest);
    const { code, stdout, stderr } = await pantry(dir, args, TOKEN);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test('says that nobody told it the registry', async () => {
    const { dir } = home(fresh(), {}, '');
    const { code, stderr } = await pantry(dir, ['publish', 'p.tgz']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('say which registry')]);
  });
});
