import manifest from '../package.json' with { type: 'json' };
import type { Call, ExitCode } from './command/command.ts';

export async function main({ terminal }: Call): Promise<ExitCode> {
  terminal.result({ version: manifest.version }, `${manifest.version}\n`);
  return 0;
}
