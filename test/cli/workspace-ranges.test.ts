import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { published } from '../../cli/publishing/workspaces/ranges.ts';
import { type Content, packages, project, ROOT, workspaceOf } from './projects.ts';

const range = async (manager: Content, kind: string, said: string, b: object = {}) => {
  const root = project({ 'package.json': ROOT, ...manager, ...packages({ a: {}, b }) });
  const workspace = await workspaceOf(root);
  const made: any = published(
    workspace,
    { name: 'a', folder: path.join(root, 'packages', 'a') },
    { [kind]: { b: said } },
  );
  return made[kind].b;
};

describe('ranges of a workspace', () => {
  const PNPM = { 'pnpm-workspace.yaml': 'packages: ["packages/*"]\ncatalog: { b: ^9.0.0 }' };
  const YARN = { 'yarn.lock': '', '.yarnrc.yml': 'catalogs: { old: { b: ^8.0.0 } }' };

  test('are left alone where any registry understands them', async () => {
    for (const said of ['^1.0.0', 'latest', 'npm:c@^1', 'file:../b', 'github:acme/b']) {
      expect(await range(PNPM, 'dependencies', said)).toBe(said);
    }
  });

  test('come from catalogs, and may be missing there', async () => {
    expect(await range(PNPM, 'dependencies', 'catalog:')).toBe('^9.0.0');
    expect(await range(PNPM, 'dependencies', 'catalog:default')).toBe('^9.0.0');
    expect(await range(YARN, 'dependencies', 'catalog:old')).toBe('^8.0.0');
    await expect(range(YARN, 'dependencies', 'catalog:')).rejects.toThrow(
      '"b": "catalog:" of a is in no catalog: add b to the catalog "default" in .yarnrc.yml',
    );
    await expect(range({}, 'dependencies', 'catalog:')).rejects.toThrow('which npm does not have');
  });

  test('name versions of packages that are there', async () => {
    expect(await range(YARN, 'devDependencies', 'workspace:^', { version: undefined })).toBe(
      '^0.0.0',
    );
    await expect(
      range(YARN, 'dependencies', 'workspace:^', { version: undefined }),
    ).rejects.toThrow('has no version: give b one');
    await expect(range(YARN, 'dependencies', 'workspace:c@*')).rejects.toThrow(
      '"b": "workspace:c@*" of a is no package of this workspace',
    );
    await expect(range(YARN, 'dependencies', 'workspace:^^1')).rejects.toThrow('is no range of');
  });
});
