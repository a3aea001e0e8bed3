import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import type { Call } from '../command/command.ts';
import { CommandError, InterruptedError } from '../command/failure.ts';
import { cdkOf } from './app-folder.ts';

/** Runs cdk in a clone, with the terminal that this command has. */
export type Cdk = (args: readonly string[]) => Promise<void>;

/** Ctrl-C reaches both; it is cdk that has something to bring to an end. */
const wait = (): void => undefined;

export function cdkIn(
  folder: string,
  { env, terminal }: Pick<Call, 'env' | 'terminal'>,
  profile: string | undefined,
): Cdk {
  const programs = path.join(folder, 'node_modules', '.bin');
  return async (args) => {
    process.on('SIGINT', wait);
    try {
      const child = spawn(process.execPath, [cdkOf(folder), ...args, '--no-notices'], {
        cwd: folder,
        // The standard output is for the result alone.
        stdio: ['inherit', terminal.json ? 2 : 'inherit', 'inherit'],
        env: {
          ...env,
          ...(profile !== undefined && { AWS_PROFILE: profile }),
          PATH: [programs, env['PATH']].filter(Boolean).join(path.delimiter),
        },
      });
      const [code, signal]: unknown[] = await once(child, 'exit');
      if (signal === 'SIGINT' || code === 130) throw new InterruptedError();
      if (code !== 0) {
        throw new CommandError(`cdk ${args[0]} did not succeed: what it says is above`);
      }
    } finally {
      process.off('SIGINT', wait);
    }
  };
}
