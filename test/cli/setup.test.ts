import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { ACME, ALL_MARKS, everything, machine, setup, text, URL, write } from './machine.ts';

describe('pantry setup', () => {
  test('writes what each client of the project reads, and nothing the second time', async () => {
    const here = machine(ALL_MARKS);
    const { code, stdout } = await setup(here, [...ACME, '--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      clients: ['npm', 'pnpm', 'yarn', 'bun', 'deno'],
      written: true,
      login: null,
    });
    expect(text(here, '.npmrc')).toBe(`@acme:registry=${URL}/\n`);
    expect(text(here, 'pnpm-workspace.yaml')).toBe('minimumReleaseAgeExclude:\n  - "@acme/*"\n');
    expect(text(here, '.yarnrc.yml')).toBe(
      `npmScopes:\n  acme:\n    npmRegistryServer: ${URL}\nnpmPreapprovedPackages:\n  - "@acme/*"\n`,
    );
    expect(text(here, 'bunfig.toml')).toBe(`[install.scopes]\n"@acme" = "${URL}/"\n`);
    expect(JSON.parse(text(here, 'deno.json'))).toEqual({
      minimumDependencyAge: { age: 'P1D', exclude: ['npm:@acme/*'] },
    });
    const after = everything(here);
    expect((await setup(here, [...ACME, '--yes'])).stdout).toBe(
      'nothing to change: it is set up\n',
    );
    expect(everything(here)).toEqual(after);
  });

  test('takes all packages from there, and lets yarn 4 speak http', async () => {
    const here = machine({ 'package.json': '{"packageManager": "yarn@4.9.0"}', 'bunfig.toml': '' });
    await setup(here, ['setup', '--registry', 'http://localhost:4873/', '--all', '--yes']);
    expect(text(here, '.yarnrc.yml')).toBe(
      'npmRegistryServer: http://localhost:4873\nunsafeHttpWhitelist:\n  - localhost\n',
    );
    expect(text(here, 'bunfig.toml')).toBe('[install]\nregistry = "http://localhost:4873/"\n');
    expect(existsSync(path.join(here.project, '.npmrc'))).toBe(false);
  });

  test('works in the folder of a package of a workspace as at its root', async () => {
    const here = machine({ 'package.json': '{"workspaces": ["a"]}', 'a/package.json': '{}' });
    const inner = { ...here, project: path.join(here.project, 'a') };
    expect((await setup(inner, [...ACME, '--yes'])).code).toBe(0);
    expect(text(here, '.npmrc')).toContain('@acme:registry');
  });

  test('shows what would change, and changes nothing, with --dry-run', async () => {
    const here = machine(ALL_MARKS);
    const before = everything(here);
    const { stdout } = await setup(here, [...ACME, '--dry-run']);
    expect(stdout).toContain(`.npmrc (new)\n+ @acme:registry=${URL}/\n`);
    expect(everything(here)).toEqual(before);
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ['no scope', ['setup', '--registry', URL, '--yes'], 2, /--scope @own .* or --all/],
    ['no --yes', ACME, 1, /nobody can be asked here, and nothing was written: add --yes/],
    ['no registry', ['setup', '--all', '--yes'], 1, /say which registry/],
    ['a wrong scope', [...ACME, '--scope', '@a/b', '--yes'], 2, /"@a\/b" is no scope/],
    ['a wrong client', [...ACME, '--client', 'npm,nmp', '--yes'], 2, /not "nmp"/],
    ['a wrong URL', ['setup', '--registry', 'acme', '--all', '--yes'], 1, /"acme" is no registry/],
    [
      'a URL that says more',
      ['setup', '--registry', 'https://me:secret@npm.example.com/', '--all', '--yes'],
      1,
      /without a password/,
    ],
  ])('with %s is one sentence, and writes nothing', async (_, args, code, sentence) => {
    const here = machine({ 'package.json': '{"name": "@own/x"}' });
    const before = everything(here);
    const outcome = await setup(here, args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(sentence);
    expect(everything(here)).toEqual(before);
  });
});

describe('a file that can’t be changed', () => {
  const cases: readonly [string, string, (file: string) => void, RegExp][] = [
    [
      'broken YAML',
      '.yarnrc.yml',
      (file) => write(file, 'a: [1\nb'),
      /it is broken \(.*correct it/,
    ],
    ['YAML with a key twice', '.yarnrc.yml', (file) => write(file, 'a: 1\na: 2\n'), /it is broken/],
    ['YAML that is a list', '.yarnrc.yml', (file) => write(file, '- a\n'), /no map of keys/],
    [
      'YAML that holds something else there',
      '.yarnrc.yml',
      (file) => write(file, 'npmScopes: [1]\n'),
      /"npmScopes.acme.npmRegistryServer" in a way that can't be changed safely/,
    ],
    ['broken TOML', 'bunfig.toml', (file) => write(file, '[install\n'), /it is broken/],
    [
      'TOML that can’t be added to by lines',
      'bunfig.toml',
      (file) => write(file, 'install = { exact = true }\n'),
      /can't be changed safely/,
    ],
    ['broken JSON', 'deno.json', (file) => write(file, '{"a": '), /it is broken/],
    ['JSON that is a list', 'deno.json', (file) => write(file, '[]'), /it is no object/],
    ['bytes that are no text', '.npmrc', (file) => write(file, Buffer.from([255, 254])), /UTF-8/],
    ['a NUL', '.npmrc', (file) => write(file, 'a=\0\n'), /UTF-8/],
    ['more than 1 MB', '.npmrc', (file) => write(file, '#'.repeat(1_100_000)), /larger than 1 MB/],
    ['a folder', '.npmrc', (file) => mkdirSync(file), /it is no file/],
    ['a link', '.npmrc', (file) => symlinkSync('/etc/hostname', file), /it is a link/],
    [
      'read-only',
      '.npmrc',
      (file) => {
        write(file, 'a=b\n');
        chmodSync(file, 0o444);
      },
      /it is read-only: `chmod u\+w/,
    ],
  ];

  test.each(cases)('%s: %s is named, and nothing is written', async (_, name, make, sentence) => {
    const here = machine(ALL_MARKS);
    make(path.join(here.project, name));
    const before = everything(here);
    const { code, stderr } = await setup(here, [...ACME, '--yes']);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain(name);
    expect(stderr).toContain('Nothing was written');
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('pantry:')),
    ).toHaveLength(1);
    expect(code).toBe(1);
    expect(everything(here)).toEqual(before);
  });
});

test('a folder that can’t be made is named, and no other file is written', async () => {
  const here = machine({ 'package.json': '{}' });
  write(path.join(here.home, '.config'), 'a file\n');
  const before = everything(here);
  const { code, stderr } = await setup(here, [
    ...ACME,
    '--global',
    '--client',
    'npm,pnpm',
    '--yes',
  ]);
  expect(stderr).toMatch(/config\.yaml can't be changed: .*Nothing was written/);
  expect(code).toBe(1);
  expect(everything(here)).toEqual(before);
});

describe('what is in files already', () => {
  test('stays as it is: comments, order, line ends, a byte order mark, permissions', async () => {
    const files = {
      'package.json': '{}',
      '.npmrc': '\uFEFF; ours\r\nfund = false\r\n\r\n[section]\r\na=b\r\n',
      '.yarnrc.yml':
        '# ours\nnodeLinker:   pnp # why\nnpmScopes:\n  # theirs\n  other: { npmRegistryServer: "https://x.example" } # c\nnpmPreapprovedPackages:\n- a # first\n\n# last\n',
      'bunfig.toml':
        '# ours\n[install.scopes] # scopes\n"@o" = "https://x.example/" # c\n\n[run]\nbun = true',
      'deno.json': '{\n\t// ours\n\t"minimumDependencyAge": "P3D", // c\n\t"lock": false\n}\n',
      'pnpm-workspace.yaml': 'minimumReleaseAgeExclude: [ a, ]\npackages:\n  - x',
    };
    const here = machine(files);
    chmodSync(path.join(here.project, '.npmrc'), 0o640);
    const before = everything(here);
    const clients = ['--client', 'npm,pnpm,yarn', '--client', 'bun,deno'];
    expect((await setup(here, [...ACME, '--yes', ...clients])).stderr).not.toContain('pantry:');
    expect(text(here, '.npmrc')).toBe(
      `\uFEFF; ours\r\nfund = false\r\n\r\n@acme:registry=${URL}/\r\n[section]\r\na=b\r\n`,
    );
    expect(statSync(path.join(here.project, '.npmrc')).mode & 0o777).toBe(0o640);
    expect(text(here, '.yarnrc.yml')).toBe(
      `# ours\nnodeLinker:   pnp # why\nnpmScopes:\n  # theirs\n  other: { npmRegistryServer: "https://x.example" } # c\n  acme:\n    npmRegistryServer: ${URL}\nnpmPreapprovedPackages:\n- a # first\n- "@acme/*"\n\n# last\n`,
    );
    expect(text(here, 'bunfig.toml')).toBe(
      `# ours\n[install.scopes] # scopes\n"@o" = "https://x.example/" # c\n"@acme" = "${URL}/"\n\n[run]\nbun = true`,
    );
    expect(text(here, 'deno.json')).toMatch(/\/\/ ours[^]*"age": "P3D"[^]*"lock": false/);
    expect(text(here, 'pnpm-workspace.yaml')).toBe(
      'minimumReleaseAgeExclude: [ a, "@acme/*" ]\npackages:\n  - x',
    );
    expect((await setup(here, [...ACME, '--yes', ...clients])).stdout).toContain(
      'nothing to change',
    );
    expect((await setup(here, ['setup', '--undo', '--yes'])).code).toBe(0);
    expect(everything(here)).toEqual(before);
  });

  test('another registry is replaced, and comes back', async () => {
    const files = {
      'package.json': '{}',
      '.npmrc': '@acme:registry=https://old.example/\nx=y\n',
      '.yarnrc.yml': 'npmScopes:\n  acme:\n    npmRegistryServer: "https://old.example" # c\n',
      'bunfig.toml': '[install.scopes]\n"@acme" = "https://old.example/"\n',
    };
    const here = machine(files);
    const before = everything(here);
    await setup(here, [...ACME, '--yes', '--client', 'npm,yarn,bun']);
    for (const name of ['.npmrc', '.yarnrc.yml', 'bunfig.toml']) {
      expect(text(here, name)).not.toContain('old.example');
    }
    await setup(here, ['setup', '--undo', '--yes']);
    expect(everything(here)).toEqual(before);
  });
});
