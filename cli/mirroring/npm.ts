import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { CommandError, InterruptedError } from '../command/failure.ts';
import { onInterrupt } from '../command/interrupt.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** A very large tree takes its time, in milliseconds. */
const PATIENCE = 900_000;

/** Runs the user's npm; throws what it says where it fails. */
export async function runNpm(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Variables },
): Promise<void> {
  const [file, ...before] = findNpm(process.platform, options.env);
  const child = spawn(file, [...before, ...args], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: PATIENCE,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const said = text(child.stderr);
  let stopped = false;
  const forget = onInterrupt(async () => {
    stopped = true;
    child.kill();
    await ended.catch(() => undefined);
  });
  const code = await ended
    .catch((cause: unknown) => {
      throw new CommandError('npm could not be started: is it installed?', { cause });
    })
    .finally(forget);
  if (stopped) throw new InterruptedError();
  if (code !== 0) throw new CommandError(`npm could not find a tree:\n${(await said).trimEnd()}`);
}

/**
 * The program and the arguments before npm's own. On Windows npm is a script of the command interpreter,
 * which nothing starts without one: what that would start is run instead.
 */
export function findNpm(
  platform: NodeJS.Platform,
  env: Variables,
): readonly [string, ...(readonly string[])] {
  if (platform !== 'win32') return ['npm'];
  const folders = (env['Path'] ?? env['PATH'] ?? '').split(';').filter(Boolean);
  const scripts = folders
    .filter((folder) => existsSync(path.join(folder, 'npm.cmd')))
    .map((folder) => path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'));
  const script = scripts.find((file) => existsSync(file));
  if (script === undefined) throw new CommandError('npm could not be found: is it installed?');
  return [process.execPath, script];
}
