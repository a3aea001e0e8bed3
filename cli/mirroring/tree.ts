import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import npa from 'npm-package-arg';

import { UsageError } from '../command/failure.ts';
import { onInterrupt } from '../command/interrupt.ts';
import type { Credential } from '../registry/credentials.ts';
import type { Entry } from './locked.ts';
import { readLockfile } from './lockfile.ts';
import { runNpm } from './npm.ts';

/** A registry, and how to read it where not everybody may. */
export interface Source {
  readonly registry: string;
  readonly credential: Credential | undefined;
}

/** The packages and all that they depend on, as npm would install them from a registry. */
export async function resolveTree(
  packages: readonly string[],
  { registry, credential }: Source,
): Promise<readonly Entry[]> {
  const dependencies = dependenciesOf(packages);
  const folder = await mkdtemp(path.join(tmpdir(), 'pantry-mirror-'));
  const remove = async (): Promise<void> => rm(folder, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ dependencies }));
    const env = {
      ...process.env,
      // A token of the project's own configuration is none that npm finds here.
      ...(credential && { [`npm_config_${credential.key}`]: credential.value }),
    };
    await runNpm([...INSTALL, '--registry', `${registry}/`], { cwd: folder, env });
    return await readLockfile(path.join(folder, 'package-lock.json'));
  } finally {
    forget();
    await remove();
  }
}

const INSTALL = [
  'install',
  '--package-lock-only',
  '--package-lock',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
];

/** `react vite@7` as package.json has it. */
function dependenciesOf(packages: readonly string[]): Readonly<Record<string, string>> {
  const dependencies = new Map<string, string>();
  for (const spec of packages) {
    const [name, range] = parseSpec(spec);
    if (dependencies.has(name)) {
      throw new UsageError(`${name} is there twice: mirror one at a time`);
    }
    dependencies.set(name, range);
  }
  return Object.fromEntries(dependencies);
}

function parseSpec(spec: string): readonly [string, string] {
  const found = attempt(spec);
  if (!found?.registry || !found.name) {
    throw new UsageError(`"${spec}" is neither a lockfile nor a package such as react@19`);
  }
  const { name, rawSpec } = found;
  return [name, rawSpec === '' || rawSpec === '*' ? 'latest' : rawSpec];
}

function attempt(spec: string): npa.Result | undefined {
  try {
    return npa(spec);
  } catch {
    return undefined;
  }
}
