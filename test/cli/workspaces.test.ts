import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { checkReachable } from '../../cli/publishing/workspaces/check.ts';
import { choose } from '../../cli/publishing/workspaces/choose.ts';
import { findWorkspace } from '../../cli/publishing/workspaces/find-workspace.ts';
import { order } from '../../cli/publishing/workspaces/order.ts';
import { packages, project, ROOT, workspaceOf } from './projects.ts';

const names = (members: readonly { readonly name: string }[]): readonly string[] =>
  members.map(({ name }) => name);

const members = async (all: Readonly<Record<string, object>>) =>
  (await workspaceOf(project({ 'package.json': ROOT, ...packages(all) }))).members;

const needs = (name: string): object => ({ dependencies: { [name]: '1.0.0' } });

const check = async (more: object): Promise<void> => {
  const all = { a: more, b: { private: true, version: '2.0.0' } };
  const root = project({ 'package.json': ROOT, ...packages(all) });
  const workspace = await workspaceOf(root);
  checkReachable(workspace, await choose(workspace, { named: [], since: undefined }));
};

describe('a workspace', () => {
  test.each([
    ['npm', { 'package.json': ROOT, 'package-lock.json': '{}' }],
    ['npm', { 'package.json': { ...ROOT, packageManager: 'npm@11.0.0' }, 'yarn.lock': '' }],
    ['yarn', { 'package.json': ROOT, 'yarn.lock': '', 'package-lock.json': '{}' }],
    ['bun', { 'package.json': { workspaces: { packages: ['packages/*'] } }, 'bun.lock': '{}' }],
    ['pnpm', { 'package.json': {}, 'pnpm-workspace.yaml': 'packages: ["packages/*"]' }],
  ])('of %s is found from its root and from its packages', async (manager, content) => {
    const root = project({ ...content, ...packages({ a: {}, b: {} }), 'other/package.json': {} });
    for (const at of [root, path.join(root, 'packages', 'a')]) {
      const workspace = await workspaceOf(at);
      expect(workspace).toMatchObject({ root, manager });
      expect(names(workspace.members)).toEqual(['a', 'b']);
    }
    expect(await findWorkspace(path.join(root, 'other'))).toBeUndefined();
  });

  test('has its root among its packages, if that has a name, and none of what is left out', async () => {
    const workspaces = ['packages/*', '!packages/b'];
    const root = project({
      'package.json': { name: 'root', version: '1.0.0', workspaces },
      ...packages({ a: {}, b: {}, 'a/node_modules/c': {} }),
    });
    expect(names((await workspaceOf(root)).members)).toEqual(['root', 'a']);
  });

  test.each([
    [{ 'package.json': '{' }, /package\.json is no JSON/],
    [{ 'package.json': '[]' }, /package\.json is no object/],
    [{ 'package.json': {}, 'pnpm-workspace.yaml': 'packages: ["' }, /workspace\.yaml is no YAML/],
    [
      { 'package.json': ROOT, ...packages({ a: { name: 'x' }, b: { name: 'x' } }) },
      /the workspaces of .* can't be read: .*\bx\b/s,
    ],
  ])('that can’t be read is told in a sentence: %#', async (content, sentence) => {
    await expect(findWorkspace(project(content))).rejects.toThrow(sentence);
  });
});

describe('packages of a workspace', () => {
  test('come after all that they depend on, however they name it', async () => {
    const ordered = order(
      await members({
        a: { dependencies: { d: '1.0.0' }, devDependencies: { e: '1.0.0' } },
        b: { peerDependencies: { a: '^1' } },
        c: { optionalDependencies: { other: 'workspace:b@*' } },
        d: {},
        e: { dependencies: { 'as-a': 'npm:a@^1' } },
      }),
    );
    expect(names(ordered.members)).toEqual(['d', 'a', 'b', 'c', 'e']);
    expect(ordered.cycles).toEqual([]);
  });

  test('that depend on each other are named', async () => {
    const ordered = order(await members({ a: needs('b'), b: needs('c'), c: needs('a'), d: {} }));
    expect(ordered.cycles).toEqual([['a', 'b', 'c', 'a']]);
    expect(names(ordered.members).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('are all that are not private, or those that are named', async () => {
    const root = project({
      'package.json': ROOT,
      ...packages({ a: {}, b: { private: true }, c: {}, d: { private: true, version: undefined } }),
    });
    const workspace = await workspaceOf(root);
    const chosen = async (...named: readonly string[]) =>
      names(await choose(workspace, { named, since: undefined }));
    expect(await chosen()).toEqual(['a', 'c']);
    expect(await chosen('c', 'packages/a', 'c')).toEqual(['c', 'a']);
    await expect(chosen('x')).rejects.toThrow('there is no workspace "x": there is a, b, c, d');
    await expect(chosen('a', 'b')).rejects.toThrow('b is marked as private');
  });

  test('need a version', async () => {
    const workspace = await workspaceOf(
      project({ 'package.json': ROOT, ...packages({ a: { version: undefined } }) }),
    );
    await expect(choose(workspace, { named: [], since: undefined })).rejects.toThrow(
      /packages.a.package\.json has no version/,
    );
  });

  test('are those with a change since a commit, in files that git knows or does not', async () => {
    const root = project({
      'package.json': { name: 'root', version: '1.0.0', workspaces: ['packages/*'] },
      ...packages({ a: {}, ab: {}, b: {}, c: {} }),
      '.gitignore': 'dist\n',
    });
    const git = (...args: readonly string[]): void => {
      const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
      execFileSync('git', ['-C', root, ...who, ...args], { stdio: 'ignore' });
    };
    git('init', '--initial-branch=main');
    git('add', '.');
    git('commit', '-m', 'first');
    git('tag', 'v1');
    const write = (file: string): void => {
      const at = path.join(root, 'packages', file);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, 'x');
    };
    write('ab/index.js');
    git('add', '.');
    git('commit', '-m', 'second');
    write('b/ä new.js');
    write('c/dist/built.js');
    const workspace = await workspaceOf(root);
    const since = async (ref: string) => names(await choose(workspace, { named: [], since: ref }));
    expect(await since('v1')).toEqual(['ab', 'b']);
    expect(await since('HEAD')).toEqual(['b']);
    writeFileSync(path.join(root, 'README.md'), 'x');
    expect(await since('HEAD')).toEqual(['root', 'b']);
    await expect(since('v2')).rejects.toThrow('there is no commit "v2" here');
    await expect(since('--output=x')).rejects.toThrow('there is no commit "--output=x" here');
    const elsewhere = await workspaceOf(project({ 'package.json': ROOT, ...packages({ a: {} }) }));
    await expect(choose(elsewhere, { named: [], since: 'v1' })).rejects.toThrow(
      'no checkout of git',
    );
  });

  test('must not need what is never published', async () => {
    const sentence = 'a depends on b, which is private and never published';
    await expect(check({ dependencies: { b: 'workspace:*' } })).rejects.toThrow(sentence);
    await expect(check({ peerDependencies: { b: '^2.0.0' } })).rejects.toThrow(sentence);
    await check({ dependencies: { b: '^1.0.0' } });
    await check({ devDependencies: { b: 'workspace:*' } });
    await check({ dependencies: { b: 'workspace:*' }, bundleDependencies: ['b'] });
  });
});
