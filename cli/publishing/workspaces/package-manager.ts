import { access } from 'node:fs/promises';
import path from 'node:path';

import type { Json } from '#domain/manifest.ts';

/** Who installs a project. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** What each leaves in the root of a project; npm's own comes last, since others write it too. */
const FILES: readonly (readonly [PackageManager, readonly string[]])[] = [
  ['pnpm', ['pnpm-workspace.yaml', 'pnpm-lock.yaml']],
  ['yarn', ['yarn.lock', '.yarnrc.yml']],
  ['bun', ['bun.lock', 'bun.lockb', 'bunfig.toml']],
];

/** The package manager of a project: `packageManager` in its package.json, else whose files lie there. */
export async function findPackageManager(root: string, packageJson: Json): Promise<PackageManager> {
  const said = /^(?<name>npm|pnpm|yarn|bun)@/.exec(String(packageJson['packageManager']));
  if (said) return asManager(said.groups?.['name']);
  for (const [manager, files] of FILES) {
    const there = await Promise.all(files.map(async (file) => isThere(path.join(root, file))));
    if (there.includes(true)) return manager;
  }
  return 'npm';
}

const asManager = (name: string | undefined): PackageManager =>
  FILES.find(([manager]) => manager === name)?.[0] ?? 'npm';

const isThere = async (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
