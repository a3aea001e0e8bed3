import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { findWorkspace, type Workspace } from '../../cli/publishing/workspaces/find-workspace.ts';
import { folder } from '../target.ts';

export type Content = Readonly<Record<string, string | object>>;

/** A folder with these files; objects become JSON. */
export function project(content: Content): string {
  const root = folder();
  for (const [name, value] of Object.entries(content)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return root;
}

export async function workspaceOf(root: string): Promise<Workspace> {
  const workspace = await findWorkspace(root);
  if (!workspace) throw new Error('none was found');
  return workspace;
}

/** Packages in a folder `packages`, by their names. */
export const packages = (all: Readonly<Record<string, object>>): Content =>
  Object.fromEntries(
    Object.entries(all).map(([name, more]) => [
      `packages/${name}/package.json`,
      { name, version: '1.0.0', ...more },
    ]),
  );

export const ROOT = { private: true, workspaces: ['packages/*'] };
