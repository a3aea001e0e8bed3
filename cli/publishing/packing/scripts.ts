import promiseSpawn from '@npmcli/promise-spawn';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';
import { onInterrupt } from '../../command/interrupt.ts';
import { scriptEnvironment, type Variables } from './script-environment.ts';

/** The steps of a publish that a package may have something to do at, in their order. */
export type Step =
  | 'prepublishOnly'
  | 'prepack'
  | 'prepare'
  | 'postpack'
  | 'publish'
  | 'postpublish';

export interface Scripts {
  /** Runs a package's script of a step, if it has one. */
  run(step: Step, folder: string, packageJson: Json): Promise<void>;
}

interface Running {
  readonly env: Variables;
  /** npm's `script-shell`. */
  readonly shell: string | undefined;
  /** A line for people, before each. */
  readonly say: (line: string) => void;
}

/** Milliseconds that a script has to end when the command is broken off. */
const PATIENCE = 5000;

/** Runs scripts as npm does; what they say goes to the error output, as the standard output is for results. */
export const scriptsWith = ({ env, shell, say }: Running): Scripts => ({
  async run(step, folder, packageJson) {
    const { scripts } = packageJson;
    const command = isJsonObject(scripts) ? scripts[step] : undefined;
    if (typeof command !== 'string' || command === '') return;
    say(`\n> ${String(packageJson['name'])}@${String(packageJson['version'])} ${step}`);
    say(`> ${command.replaceAll('\n', '\n> ')}\n`);
    // On a terminal all of its group hears Ctrl-C; elsewhere a script and what it started are one of their own.
    const detached = !process.stdin.isTTY && process.platform !== 'win32';
    const running = promiseSpawn(command, [], {
      cwd: folder,
      env: scriptEnvironment(env, { step, command, folder, packageJson }),
      shell: shell ?? true,
      stdio: ['inherit', 2, 2],
      detached,
    });
    await ended(running, step, detached);
  },
});

async function ended(
  running: ReturnType<typeof promiseSpawn>,
  step: Step,
  detached: boolean,
): Promise<void> {
  const { process: child } = running;
  const over = running.then(
    () => undefined,
    (error: unknown) => error,
  );
  const forget = onInterrupt(async () => {
    // Not SIGINT, which a shell has its background processes ignore.
    end(child.pid, detached, 'SIGTERM');
    const timer = setTimeout(() => end(child.pid, detached, 'SIGKILL'), PATIENCE);
    await over;
    clearTimeout(timer);
    if (detached) end(child.pid, detached, 'SIGKILL');
  });
  const error = await over;
  forget();
  if (error === undefined) return;
  const { code, signal } = isJsonObject(error) ? error : {};
  const how = typeof signal === 'string' ? `was ended by ${signal}` : `failed with ${String(code)}`;
  throw new CommandError(`the script ${step} ${how}: ${CONSEQUENCES[step]}`, { cause: error });
}

const NOTHING = 'nothing was published';
const THERE = 'the version is published all the same';

const CONSEQUENCES: Readonly<Record<Step, string>> = {
  prepublishOnly: NOTHING,
  prepack: NOTHING,
  prepare: NOTHING,
  postpack: NOTHING,
  publish: THERE,
  postpublish: THERE,
};

function end(pid: number | undefined, group: boolean, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(group ? -pid : pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}
