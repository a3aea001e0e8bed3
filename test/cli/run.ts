import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

export const COMMAND = path.resolve('bin/pantry.ts');

/** What a command line left: `code` as the shell sees it. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `pantry` in a folder, which is its user's home as well, with no environment and no input but this. */
export async function pantry(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { command = COMMAND, input = '' }: { readonly command?: string; readonly input?: string } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folder,
    stdio: 'pipe',
    env: { PATH: process.env['PATH'], HOME: folder, PREFIX: folder, ...env },
    timeout: 240_000,
  });
  // A command that reads none of it ends before.
  child.stdin.on('error', () => undefined).end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, stdout, stderr };
}
