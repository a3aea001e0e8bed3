import type { ExitCode } from '../command/command.ts';
export async function main(): Promise<ExitCode> {
  return 0;
}
