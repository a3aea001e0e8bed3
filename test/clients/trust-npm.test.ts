import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { enrol } from '../authenticator.ts';
import { COMMAND } from '../cli/run.ts';
import { escape } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { npm11, npm12, type Program } from './clients.ts';
import { folder } from './folder.ts';
import { type Content, home, person } from './home.ts';
import { installed } from './install.ts';
import { startRegistry } from './registry.ts';
import { hasTerminal } from './terminal.ts';

const registry = await startRegistry();

/** The command on a machine with this npm. */
const pantryWith = (npm: Program, major: number): Program => ({
  ...npm,
  name: `pantry with ${npm.name}`,
  command: [process.execPath, COMMAND],
  needs: { npm: installed(`npm-${major}`, 'bin', 'npm-cli.js') },
});

const PROGRAMS = [pantryWith(npm11, 11), pantryWith(npm12, 12)];

const RELEASE = 'on: push\njobs:\n  publish:\n    permissions:\n      id-token: write\n';

/** A workspace with two packages, and one that nobody shall get. */
function project(names: readonly [string, string]): Content {
  const [first, second] = names;
  return {
    'package.json': {
      private: true,
      workspaces: ['packages/*'],
      repository: 'github:acme/app',
    },
    '.github/workflows/release.yml': RELEASE,
    '.github/workflows/test.yml': 'on: push\n',
    'packages/a/package.json': { name: first, version: '1.0.0' },
    'packages/b/package.json': { name: second, version: '1.0.0' },
    'packages/c/package.json': { name: `${first}-private`, version: '1.0.0', private: true },
  };
}

const line = (name: string): string =>
  `npm trust github ${name} --file release.yml --repo acme/app --allow-publish --yes --registry ${registry.url}/`;

describe.each(PROGRAMS)('pantry trust npm, $name', (program) => {
  test('shows what a person has to run where there is no terminal, and for whom it is done already', async () => {
    const alice = await person(program, registry);
    const names = [uniqueName(), uniqueName()] as const;
    for (const name of names) await alice.http.publish({ name, version: '1.0.0' });
    const at = { in: alice.project(project(names)) };
    const said = await alice.fails(['trust', 'npm'], at);
    expect(said).toContain(
      'taking github.com/acme/app, the repository in package.json\npantry: taking the workflow release.yml\n',
    );
    expect(said).toContain(
      `Run this on a terminal, and choose there to be asked no more for five minutes:\n  ${line(names[0])}\n  ${line(names[1])}\n`,
    );
    expect((await alice.http.get(`/-/package/${names[0]}/trust`)).body).toEqual([]);
    const request = {
      type: 'github',
      claims: { repository: 'Acme/App', workflow_ref: { file: 'release.yml' } },
      permissions: ['createPackage'],
    };
    for (const name of names) await alice.http.post(`/-/package/${name}/trust`, [request]);
    const again = await alice.run(['trust', 'npm', '--json'], at);
    expect(JSON.parse(again.stdout)).toEqual({
      registry: registry.url,
      packages: names.map((name) => ({ name, state: 'trusted before' })),
    });
  });

  test.runIf(hasTerminal)('lets npm ask for the second factor, for each package', async () => {
    const alice = await person(program, registry);
    const names = [uniqueName(), uniqueName()] as const;
    for (const name of names) await alice.http.publish({ name, version: '1.0.0' });
    const phone = await enrol(registry, alice.http);
    const { text } = await alice.run(['trust', 'npm'], {
      in: alice.project(project(names)),
      terminal: true,
      answers: [
        [/Enter OTP:/, phone.fresh()],
        [/Enter OTP:/, phone.fresh()],
      ],
    });
    for (const name of names) {
      expect(text).toContain(`${name} trusts the workflow\n`);
      const [trusted] = (await alice.http.get(`/-/package/${name}/trust`)).body;
      expect(trusted).toMatchObject({
        type: 'github',
        claims: { repository: 'acme/app', workflow_ref: { file: 'release.yml' } },
        permissions: ['createPackage'],
      });
    }
  });

  test.runIf(hasTerminal)('says what npm did not do', async () => {
    const alice = await person(program, registry);
    const name = uniqueName();
    await alice.http.publish({ name, version: '1.0.0' });
    await enrol(registry, alice.http);
    const said = await alice.fails(['trust', 'npm', name], {
      in: alice.project(project(['a', 'b'])),
      terminal: true,
      answers: [[/Enter OTP:/, '000000']],
    });
    expect(said).toContain(`${name}: npm ended with exit code 1: see above\n  ${line(name)}\n`);
  });
});

/** An npm from before. */
const OLD = `#!/bin/sh
[ "$1" = --version ] && echo 10.9.2 && exit
echo 'Unknown command: "trust"' >&2
exit 1
`;

describe('pantry trust npm', () => {
  const [, program = npm12] = PROGRAMS;

  test('publishes nothing: what is not there yet has to be published first', async () => {
    const alice = await person(program, registry);
    const name = uniqueName();
    const at = { in: alice.project(project([name, uniqueName()])) };
    const said = await alice.fails(['trust', 'npm', name], at);
    expect(said).toContain(`${name} is not there yet\n`);
    expect(said).toContain('`pantry publish --to npm`');
  });

  test('takes the name that a package has at the registry', async () => {
    const bob = await person(program, registry, 'bob');
    const alice = await person(program, registry);
    const [name, scope] = [uniqueName(), `@${uniqueName('scope')}`];
    await bob.http.publish({ name, version: '1.0.0' });
    await alice.http.publish({ name: `${scope}/${name}`, version: '1.0.0' });
    const at = {
      in: alice.project({
        'package.json': { name, version: '1.0.0', pantry: { publish: { npm: { scope } } } },
      }),
    };
    const options = ['--repo', 'git@github.com:acme/app.git', '--file', 'release.yml'];
    const { stdout } = await alice.run(['trust', 'npm', ...options, '--dry-run', '--json'], at);
    const [shown] = JSON.parse(stdout).packages;
    expect(shown).toMatchObject({ name: `${scope}/${name}`, state: 'to run' });
    expect(shown.command.join(' ')).toBe(line(shown.name));
    expect((await alice.http.get(`/-/package/${escape(shown.name)}/trust`)).body).toEqual([]);
  });

  test('names another owner, who has to do it', async () => {
    const bob = await person(program, registry, 'bob');
    const alice = await person(program, registry);
    const name = uniqueName();
    await bob.http.publish({ name, version: '1.0.0' });
    const at = { in: alice.project(project([name, uniqueName()])) };
    expect(await alice.fails(['trust', 'npm', name], at)).toContain(
      `${name} belongs to ${bob.name} there`,
    );
  });

  test('says which npm has it, where this one has not', async () => {
    const script = path.join(folder(), 'npm');
    writeFileSync(script, OLD, { mode: 0o755 });
    const old = { ...program, needs: { npm: script } };
    const alice = await person(old, registry);
    const said = await alice.fails(['trust', 'npm', 'a', '--repo', 'a/b', '--file', 'r.yml']);
    expect(said).toContain('npm 10.9.2 has no `npm trust`: run `npm install --global npm@latest`');
  });

  test('says how to log in', async () => {
    const nobody = home(program, registry);
    const said = await nobody.fails(['trust', 'npm', 'a', '--repo', 'a/b', '--file', 'r.yml']);
    expect(said).toContain(
      `npm is not logged in there: run \`npm login --registry ${registry.url}/\``,
    );
  });

  test.each([
    ['no package', [], /say which package/],
    ['a name that is none', ['..'], /"\.\." is not the name of a package/],
    ['no repository', ['a', '--file', 'r.yml'], /say which repository/],
    ['no workflow', ['a', '--repo', 'a/b'], /--file release\.yml/],
    ['a repository that is none', ['a', '--repo', 'a'], /--repo owner\/name, not "a"/],
    [
      'a path',
      ['a', '--repo', 'a/b', '--file', 'ci/r.yml'],
      /such as release\.yml, not "ci\/r\.yml"/,
    ],
    ['what is no workflow', ['a', '--repo', 'a/b', '--file', 'r.txt'], /not "r\.txt"/],
  ])('refuses %s in a sentence', async (_, args, sentence) => {
    const alice = await person(program, registry);
    const said = await alice.fails(['trust', 'npm', ...args]);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('    at ');
  });

  test('asks which workflow, or names them all where nobody can answer', async () => {
    const alice = await person(program, registry);
    const content = { ...project(['a', 'b']), '.github/workflows/nightly.yml': RELEASE };
    const at = { in: alice.project(content) };
    const said = await alice.fails(['trust', 'npm'], at);
    expect(said).toContain('--file nightly.yml or --file release.yml');
  });
});
