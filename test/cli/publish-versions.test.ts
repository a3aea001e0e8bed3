import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { pack, uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { answering } from './answering.ts';
import { pantry } from './run.ts';

const registry = await server();
const alice = await user(registry, 'alice');
const ENV = { PANTRY_TOKEN: alice.token, PANTRY_REGISTRY: registry.url };

/** A folder with this package.json, and a `p.tgz` of it beside. */
function project(packageJson: object) {
  const dir = path.join(folder(), 'project');
  mkdirSync(dir);
  writeFileSync(path.join(dir, 'package.json'), JSON.stringify(packageJson));
  writeFileSync(path.join(dir, '..', 'p.tgz'), pack(packageJson));
  return dir;
}

describe('pantry publish of a version with build data', () => {
  test.each(['1.0.0', '1.0.0+a', 'v1.0.0'])(
    'says where %s is there already that build data makes no other',
    async (first) => {
      const name = uniqueName();
      expect((await pantry(project({ name, version: first }), ['publish'], ENV)).code).toBe(0);
      const again = await pantry(project({ name, version: '1.0.0+b.7' }), ['publish'], ENV);
      expect(again.code).toBe(1);
      expect(again.stderr).toContain(
        `${name}@1.0.0 is published already, with other content; the build data +b.7 makes no other version of it: raise "version"`,
      );
      const { body } = await alice.get(`/${name}`);
      expect(body.versions).toMatchObject({ '1.0.0': { version: '1.0.0' } });
    },
  );

  test('finds it at a registry that shows it with its build data', async () => {
    const shown = { version: '1.0.0+a', dist: { integrity: 'sha512-other' } };
    const { url } = await answering((request, response) => {
      response.writeHead(request.url === '/p/1.0.0' ? 200 : 404).end(JSON.stringify(shown));
    });
    const env = { ...ENV, PANTRY_REGISTRY: url };
    const again = await pantry(project({ name: 'p', version: '1.0.0' }), ['publish'], env);
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('p@1.0.0 is published already, with other content: raise'),
    ]);
  });

  test('publishes it without, in a workspace too, and finds it there again', async () => {
    const name = uniqueName();
    const dir = project({ name, version: '1.0.0+a', workspaces: [] });
    for (const said of [`+ ${name}@1.0.0\n`, 'there is nothing new to publish\n']) {
      const { code, stdout } = await pantry(dir, ['publish', '-r'], ENV);
      expect([code, stdout]).toEqual([0, said]);
    }
    const single = await pantry(dir, ['publish'], ENV);
    expect(single.stdout).toBe(`${name}@1.0.0 is there already, with the same content\n`);
  });
});

describe('pantry publish of what package.json says wrong', () => {
  test.each([
    ['no version', { name: 'a' }, 'FILE has no "version": give it one, such as 1.0.0'],
    ['an empty version', { name: 'a', version: '' }, 'FILE has no "version": give it one'],
    [
      'a version that is none',
      { name: 'a', version: '1.x' },
      '"version" in FILE is "1.x", which is no version: write one such as 1.2.3 or 2.0.0-beta.1',
    ],
    ['a version that is no text', { name: 'a', version: 7 }, '"version" in FILE is 7, which is no'],
    ['no name', { version: '1.0.0' }, 'FILE has no "name": give it one'],
    [
      'a name that nobody can have',
      { name: 'A b', version: '1.0.0' },
      `"name" in FILE can't be used: "A b" is not a valid package name`,
    ],
  ])('says which field in which file is wrong: %s', async (_, packageJson, sentence) => {
    const dir = project(packageJson);
    const tarball = path.join(dir, '..', 'p.tgz');
    const said = async (place: string) => pantry(dir, ['publish', place], ENV);
    const ofFolder = await said('.');
    const ofTarball = await said('../p.tgz');
    expect([ofFolder.code, ofTarball.code]).toEqual([1, 1]);
    const file = path.join(dir, 'package.json');
    expect(ofFolder.stderr).toContain(`pantry: ${sentence.replace('FILE', file)}`);
    const inside = `package.json in ${tarball}`;
    expect(ofTarball.stderr).toContain(`pantry: ${sentence.replace('FILE', inside)}`);
  });

  test('says so of a package of a workspace', async () => {
    const dir = project({ private: true, workspaces: ['a'] });
    const file = path.join(dir, 'a', 'package.json');
    mkdirSync(path.dirname(file));
    writeFileSync(file, JSON.stringify({ name: uniqueName(), version: 'first' }));
    const { code, stderr } = await pantry(dir, ['publish', '--recursive'], ENV);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`"version" in ${file} is "first"`)]);
  });

  test('names package.json where a script has written it wrong, and no temporary file', async () => {
    const scripts = { prepack: `echo '{"name":"a"}' > package.json` };
    const dir = project({ name: 'a', version: '1.0.0', scripts });
    const { code, stderr } = await pantry(dir, ['publish'], ENV);
    expect(code).toBe(1);
    expect(stderr).toContain(`pantry: ${path.join(dir, 'package.json')} has no "version"`);
  });

  test('names a private one by its file where it has no name', async () => {
    const dir = project({ private: true });
    const { code, stderr } = await pantry(dir, ['publish'], ENV);
    const file = path.join(dir, 'package.json');
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${file} is marked as private`)]);
  });
});
