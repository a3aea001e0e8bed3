import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { CommandError } from '../../command/failure.ts';

const run = promisify(execFile);

/** Milliseconds for git, and bytes of what it lists. */
const OPTIONS = { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };

/** Files of a checkout that are other than at a commit, branch or tag, or new: absolute paths. */
export async function changedSince(root: string, ref: string): Promise<readonly string[]> {
  // Paths in either answer are below the top of the checkout.
  const top = await git(root, ['rev-parse', '--show-toplevel'], 'it is no checkout of git');
  const commit = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const since = await git(root, commit, `there is no commit "${ref}" here`);
  const why = 'git can’t compare it';
  const [changed, added] = await Promise.all([
    git(top.trim(), ['diff', '--name-only', '-z', '--no-renames', since.trim()], why),
    git(top.trim(), ['ls-files', '--others', '--exclude-standard', '-z'], why),
  ]);
  const files = `${changed}${added}`.split('\0').filter((file) => file !== '');
  return files.map((file) => path.join(top.trim(), file));
}

async function git(folder: string, args: readonly string[], sorry: string): Promise<string> {
  try {
    return (await run('git', ['-C', folder, ...args], OPTIONS)).stdout;
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const reason = missing ? 'git is not installed' : sorry;
    throw new CommandError(`--since can't be told: ${reason} (${folder})`, { cause });
  }
}
