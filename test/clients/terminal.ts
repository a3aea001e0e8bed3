import { spawnSync } from 'node:child_process';

/** `script` gives a program a terminal of its own; its arguments differ between systems. */
const LINUX = process.platform === 'linux';

/** Whether programs that talk to terminals only can be run here. */
export const hasTerminal =
  spawnSync('script', LINUX ? ['--version'] : ['-q', '/dev/null', 'true']).status === 0;

if (!hasTerminal) console.log('logins in a terminal are skipped: there is no `script` to give one');

/** The command that runs a command in a terminal. */
export function inTerminal(command: readonly string[]): readonly string[] {
  if (!LINUX) return ['script', '-q', '/dev/null', ...command];
  const quoted = command.map((part) => `'${part.replaceAll("'", "'\\''")}'`);
  return ['script', '--quiet', '--return', '--command', quoted.join(' '), '/dev/null'];
}
