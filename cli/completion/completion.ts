import type { Call, ExitCode } from '../command/command.ts';
import { COMMANDS } from '../commands.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { type Line, linesOf } from './line.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS: Readonly<Record<string, (lines: readonly Line[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export async function main({ args: [shell = ''], terminal }: Call): Promise<ExitCode> {
  const script = SCRIPTS[shell]?.(await linesOf(COMMANDS)) ?? '';
  terminal.result({ shell, script }, script);
  return 0;
}
