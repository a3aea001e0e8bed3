import { type ExecFileException, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';

/** npm as it is installed here, which knows `npm trust`. */
export interface NpmProgram {
  readonly version: string;
  /** Whether it wants to be told what a workflow may. */
  readonly asksForPermissions: boolean;
  /** Whom a package trusts, as npm lists it; undefined where the registry does not say without a second factor. */
  readonly trusted: (name: string) => Promise<readonly Json[] | undefined>;
  /** Runs it before the eyes of whoever sits there; its exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

export interface Setting {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly registry: string;
}

/** The first version that has `npm trust`. */
const SINCE = '11.10';

/** Milliseconds for what asks nobody anything. */
const PATIENCE = 60_000;

export async function findNpm(setting: Setting): Promise<NpmProgram> {
  const version = await read(setting, ['--version']).then(
    ({ stdout }) => stdout.trim(),
    (cause: unknown) => {
      const get = `install Node with npm, or npm ${SINCE} or later by itself`;
      throw new CommandError(`npm can't be run: ${get}`, { cause });
    },
  );
  const help = await read(setting, ['trust', 'github', '--help']).catch((cause: unknown) => {
    throw new CommandError(
      `npm ${version} has no \`npm trust\`: run \`npm install --global npm@latest\` for ${SINCE} or later`,
      { cause },
    );
  });
  return {
    version,
    asksForPermissions: help.stdout.includes('--allow-publish'),
    trusted: async (name) => {
      const args = ['trust', 'list', name, '--json', '--registry', `${setting.registry}/`];
      return read(setting, args).then(
        ({ stdout }) => documents(stdout),
        () => undefined,
      );
    },
    async run(args) {
      const { cwd, env } = setting;
      const child = spawn('npm', args, { cwd, env, stdio: 'inherit' });
      const [code]: unknown[] = await once(child, 'close');
      return typeof code === 'number' ? code : 1;
    },
  };
}

interface Said {
  readonly stdout: string;
}

async function read({ cwd, env }: Setting, args: readonly string[]): Promise<Said> {
  return new Promise((resolve, reject) => {
    const done = (error: ExecFileException | null, stdout: string): void => {
      if (error) reject(error);
      else resolve({ stdout });
    };
    execFile('npm', [...args], { cwd, env, timeout: PATIENCE }, done);
  });
}

/** npm writes one document of JSON after the other, and nothing for none. */
function documents(text: string): readonly Json[] {
  const parts = text.split(/(?<=^\}$)/m).filter((part) => part.trim() !== '');
  return parts.flatMap((part): unknown => JSON.parse(part)).filter(isJsonObject);
}
